import Storage

/// How many items a table or an index has, and their bytes: kept in each commit, in a row of their own.
struct ItemCounts: Codable, Sendable, Equatable {
    var items = 0
    var bytes = 0
}

extension Table {
    var countRows: Key { Self.countRows(incarnation) }
    static func countRows(_ incarnation: UInt64) -> Key { Key(table: .dynamoCounts).number(incarnation) }
    /// The table's own are those of the number zero.
    static func countRow(_ incarnation: UInt64, index: UInt64) -> Key { countRows(incarnation).number(index) }
    var indexItems: Key { Key(table: .dynamoIndexItems).number(incarnation) }
}

extension Snapshot {
    /// Of the table, and of each index by its number.
    func counts(of table: Table) throws -> [UInt64: ItemCounts] {
        var counts: [UInt64: ItemCounts] = [:]
        for index in [0] + table.indexes.map(\.number) {
            counts[index] = try self.counts(Table.countRow(table.incarnation, index: index))
        }
        return counts
    }

    func counts(_ row: Key) throws -> ItemCounts {
        guard let bytes = try get(row.bytes) else { return ItemCounts() }
        var reader = KeyReader(bytes, skipping: 0)
        return ItemCounts(items: Int(try reader.number()), bytes: Int(try reader.number()))
    }
}

extension Transaction {
    func count(items: Int, bytes: Int, in table: Table, _ index: SecondaryIndex? = nil) throws {
        try count(items: items, bytes: bytes, in: Table.countRow(table.incarnation, index: index?.number ?? 0))
    }

    func count(items: Int, bytes: Int, in row: Key) throws {
        guard items != 0 || bytes != 0 else { return }
        var counts = try counts(row)
        counts.items = max(0, counts.items + items)
        counts.bytes = max(0, counts.bytes + bytes)
        try put(row.bytes, Key(bytes: []).number(UInt64(counts.items)).number(UInt64(counts.bytes)).bytes)
    }
}
