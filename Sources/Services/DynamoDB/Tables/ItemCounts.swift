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

/// What a commit changes of the counts: a batch of many writes changes each row once.
struct CountChanges {
    private var changes: [(row: Key, items: Int, bytes: Int)] = []

    mutating func count(items: Int, bytes: Int, in table: Table, _ index: SecondaryIndex? = nil) {
        guard items != 0 || bytes != 0 else { return }
        let row = Table.countRow(table.incarnation, index: index?.number ?? 0)
        // There are as few as a table has indexes.
        if let place = changes.firstIndex(where: { $0.row == row }) {
            changes[place].items += items
            changes[place].bytes += bytes
        } else {
            changes.append((row, items, bytes))
        }
    }

    func write(in transaction: any Transaction) throws {
        for change in changes {
            try transaction.count(items: change.items, bytes: change.bytes, in: change.row)
        }
    }
}

extension Transaction {
    func count(items: Int, bytes: Int, in row: Key) throws {
        guard items != 0 || bytes != 0 else { return }
        var counts = try counts(row)
        counts.items = max(0, counts.items + items)
        counts.bytes = max(0, counts.bytes + bytes)
        try put(row.bytes, Key(bytes: []).number(UInt64(counts.items)).number(UInt64(counts.bytes)).bytes)
    }
}
