import FoundationEssentials
import ServiceKit
import Storage

extension CloudWatchLogs {
    private static let rowsPerStep = 500
    /// Steps of one round; the rest waits for the next.
    private static let stepsPerRound = 400
    private static let groupsPerPage = 100

    /// Removes what is no longer to be seen: events older than their group keeps them, those of deleted streams, and all
    /// rows of deleted groups. Each step is a short write of its own.
    package func sweep() async throws {
        try await removeGone()
        try await removeDiscarded()
        try await removeExpired()
    }

    private func removeExpired() async throws {
        var start: [UInt8]?
        var steps = 0
        repeat {
            let from = start
            let page = try await store.read { snapshot in
                try snapshot.list(
                    StoredGroup.self, index: Key(table: .logGroupsWithRetention), from: from,
                    limit: Self.groupsPerPage)
            }
            for group in page.records {
                while try await !removeExpired(of: group.address) {
                    steps += 1
                    guard steps < Self.stepsPerRound else { return }
                }
            }
            start = page.next
        } while start != nil
    }

    /// - Returns: whether nothing is left to remove.
    private func removeExpired(of address: LogGroupAddress) async throws -> Bool {
        let now = clock.now
        let settings = settings
        let isDone: @Sendable (any Snapshot) throws -> Bool = { snapshot in
            guard let group = try snapshot.group(address), group.retentionDays != nil else { return true }
            return try snapshot.scan(group.expired(now, settings, limit: 1)).entries.isEmpty
        }
        // Most groups have nothing to remove, and need no write to find out.
        if try await store.read(isDone) { return true }
        return try await store.write { transaction in
            guard let group = try transaction.group(address), group.retentionDays != nil else { return true }
            let page = try transaction.scan(group.expired(now, settings, limit: Self.rowsPerStep))
            try transaction.remove(page.entries.map { ($0.key, $0.value) }, of: group.incarnation)
            return !page.more
        }
    }

    private func removeGone() async throws {
        for _ in 0..<Self.stepsPerRound {
            let isEmpty: @Sendable (any Snapshot) throws -> Bool = { snapshot in
                try snapshot.scan(ScanRange(prefix: GoneStream.rows.bytes, maxEntries: 1)).entries.isEmpty
            }
            if try await store.read(isEmpty) { return }
            try await store.write { transaction in try transaction.removeSomeGone(limit: Self.rowsPerStep) }
        }
    }

    private func removeDiscarded() async throws {
        for _ in 0..<Self.stepsPerRound {
            let count = try await store.write { transaction in
                try Discarded.sweep(transaction, limit: Self.rowsPerStep)
            }
            if count == 0 { return }
        }
    }
}

extension StoredGroup {
    fileprivate func expired(_ now: Date, _ settings: LogsSettings, limit: Int) -> ScanRange {
        ScanRange(
            from: EventPosition.start.row(incarnation).bytes,
            to: EventPosition(timestamp: horizon(now, settings)).row(incarnation).bytes, maxEntries: limit)
    }
}

extension Transaction {
    /// Removes events with the rows that find them, and takes their bytes off the group's.
    fileprivate func remove(_ rows: [(key: [UInt8], value: [UInt8])], of incarnation: UInt64) throws {
        guard !rows.isEmpty else { return }
        var bytes = 0
        for row in rows {
            let facts = try StoredLogEvent.facts(row.value)
            bytes += facts.byteCount
            try delete(row.key)
            try delete(EventPosition(endOf: row.key).row(incarnation, stream: facts.stream).bytes)
        }
        guard var counts = try find(GroupCounts.self, GroupCounts.key(incarnation)) else { return }
        counts.storedBytes = max(0, counts.storedBytes - bytes)
        try replace(nil as GroupCounts?, with: counts)
    }

    fileprivate func removeSomeGone(limit: Int) throws {
        let gone = try list(GoneStream.self, prefix: GoneStream.rows, limit: 1).records
        guard let stream = gone.first else { return }
        let rows = EventPosition.rows(stream.incarnation, stream: stream.number)
        let page = try scan(ScanRange(prefix: rows.bytes, maxEntries: limit, keysOnly: true))
        let events = try page.entries.map { entry in
            let row = try EventPosition(endOf: entry.key).row(stream.incarnation).bytes
            return (row, try get(row))
        }
        try remove(events.compactMap { key, value in value.map { (key, $0) } }, of: stream.incarnation)
        // Rows whose event retention has removed before are gone with it; what is left here is not left behind.
        for entry in page.entries { try delete(entry.key) }
        if !page.more { try remove(stream) }
    }
}
