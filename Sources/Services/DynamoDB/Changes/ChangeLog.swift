import FoundationEssentials
import Storage

/// The changes of one table, in the order of their commits: kept while it has a stream or recovery to a point in time, and
/// then as long as they may still be read.
struct ChangeLog: Record, Codable {
    static let table = TableID.dynamoChangeLogs

    /// Streams keep a day.
    static let streamLifetime: TimeInterval = 86_400

    var incarnation: UInt64
    var accountID: String
    var region: String
    var tableName: String
    var schema: KeySchema
    /// The last position that was removed; zero while none was.
    var trimmedTo: UInt64 = 0

    var key: Key { Self.key(incarnation) }
    static func key(_ incarnation: UInt64) -> Key { Key(table: .dynamoChangeLogs).number(incarnation) }
    static func rows(_ incarnation: UInt64) -> Key { Key(table: .dynamoChanges).number(incarnation) }

    init(of table: Table) {
        incarnation = table.incarnation
        accountID = table.accountID
        region = table.region
        tableName = table.name
        schema = table.keys
    }

    static func position(of row: [UInt8]) throws -> UInt64 {
        var reader = KeyReader(row, skipping: 10)
        return try reader.number()
    }
}

extension Table {
    var keepsChanges: Bool { stream?.isEnabled == true || recovery != nil }
    var changes: Key { ChangeLog.rows(incarnation) }
}

extension Snapshot {
    /// The position of the next change.
    func nextChange(_ incarnation: UInt64) throws -> UInt64 {
        let rows = ChangeLog.rows(incarnation)
        let last = try scan(
            ScanRange(from: rows.bytes, to: rows.bytes.prefixSuccessor, direction: .backward, maxEntries: 1))
        if let row = last.entries.first { return try ChangeLog.position(of: row.key) + 1 }
        let log: ChangeLog? = try find(ChangeLog.key(incarnation))
        return (log?.trimmedTo ?? 0) + 1
    }

    /// The first change that was not made before `time`; the next one where there is none.
    func firstChange(_ incarnation: UInt64, notBefore time: Date) throws -> UInt64 {
        let log: ChangeLog? = try find(ChangeLog.key(incarnation))
        var low = (log?.trimmedTo ?? 0) + 1
        var high = try nextChange(incarnation)
        let rows = ChangeLog.rows(incarnation)
        while low < high {
            let middle = low + (high - low) / 2
            guard let row = try get(rows.number(middle).bytes) else {
                low = middle + 1
                continue
            }
            if ItemChange.time(row) < time { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension Transaction {
    func note(_ change: ItemChange, of table: Table) throws {
        guard table.keepsChanges else { return }
        _ = try append(table.changes.bytes, change.stored)
    }

    /// A log is there from the first change that could be noted.
    func beginLog(of table: Table) throws {
        guard table.keepsChanges, try !exists(ChangeLog.key(table.incarnation)) else { return }
        try save(ChangeLog(of: table))
    }
}
