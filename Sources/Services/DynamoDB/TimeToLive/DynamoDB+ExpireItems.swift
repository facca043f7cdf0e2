import FoundationEssentials
import ServiceKit
import Storage

extension DynamoDB {
    private static let itemsPerStep = 100
    private static let stepsPerRound = 500

    /// Deletes items whose time has come, as the service itself: streams tell so.
    func expireItems() async throws {
        let now = clock.now
        let due = ExpiryRow.due(at: now)
        for _ in 0..<Self.stepsPerRound {
            let isThere = try await store.read { snapshot in
                try !snapshot.scan(ScanRange(from: due.from, to: due.to, maxEntries: 1, keysOnly: true)).entries.isEmpty
            }
            guard isThere else { return }
            try await store.write { transaction in
                let rows = try transaction.scan(
                    ScanRange(from: due.from, to: due.to, maxEntries: Self.itemsPerStep))
                for row in rows.entries {
                    try transaction.delete(row.key)
                    try transaction.expire(
                        try ExpiryRow(row: row.key), ofTable: Key(bytes: row.value), now: changeClock.now)
                }
            }
        }
    }
}

extension Transaction {
    /// The row may be of a table that is gone, or of an attribute that means nothing any more.
    fileprivate func expire(_ row: ExpiryRow, ofTable key: Key, now: Date) throws {
        guard let table: Table = try find(key), table.incarnation == row.incarnation,
            let stored = try item(row.itemKey)
        else { return }
        let old = try PreviousItem(stored, isRead: true)
        guard let current = ExpiryRow(try old.attributes(), at: row.itemKey, of: table), current.isDue(at: now)
        else { return }
        var counts = CountChanges()
        try delete(old, at: row.itemKey, in: table, ChangeOrigin(time: now, isTimeToLive: true), &counts)
        try counts.write(in: self)
    }
}
