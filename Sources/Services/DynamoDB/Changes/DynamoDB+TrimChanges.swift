import FoundationEssentials
import ServiceKit
import Storage

extension DynamoDB {
    private static let logsPerPage = 100
    private static let rowsPerStep = 500
    private static let stepsPerRound = 200

    /// Removes changes that are too old to be read: a day for streams, the chosen days for recovery.
    func trimChanges() async throws {
        var start: [UInt8]?
        repeat {
            let from = start
            let page = try await store.read { snapshot in
                try snapshot.list(
                    ChangeLog.self, prefix: Key(table: .dynamoChangeLogs), from: from, limit: Self.logsPerPage)
            }
            for log in page.records { try await trim(log.incarnation) }
            start = page.next
        } while start != nil
    }

    private func trim(_ incarnation: UInt64) async throws {
        let now = clock.now
        for _ in 0..<Self.stepsPerRound {
            let isDone = try await store.write { transaction in
                try transaction.trim(incarnation, now: now, limit: Self.rowsPerStep)
            }
            if isDone { return }
        }
    }
}

extension Transaction {
    /// - Returns: whether nothing is left to remove.
    fileprivate func trim(_ incarnation: UInt64, now: Date, limit: Int) throws -> Bool {
        guard var log: ChangeLog = try find(ChangeLog.key(incarnation)) else { return true }
        let table = try table(TableAddress(log)).flatMap { $0.incarnation == incarnation ? $0 : nil }
        let kept = max(ChangeLog.streamLifetime, table?.recovery?.seconds ?? 0)
        let horizon = now.addingTimeInterval(-kept)
        let rows = ChangeLog.rows(incarnation)
        let page = try scan(ScanRange(prefix: rows.bytes, maxEntries: limit))
        let needed = try firstNeeded(of: incarnation) ?? .max
        let old = try page.entries.prefix { row in
            try ItemChange.time(row.value) < horizon && ChangeLog.position(of: row.key) < needed
        }
        for row in old { try delete(row.key) }
        if let last = old.last { log.trimmedTo = try ChangeLog.position(of: last.key) }
        let isEmpty = old.count == page.entries.count && !page.more
        if isEmpty, table?.keepsChanges != true {
            try remove(log)
        } else if !old.isEmpty {
            try save(log)
        }
        return old.count < page.entries.count || isEmpty
    }
}

extension TableAddress {
    fileprivate init(_ log: ChangeLog) {
        self.init(log.tableName, accountID: log.accountID, region: log.region)
    }
}
