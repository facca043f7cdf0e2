import DynamoDBModel
import Storage

extension Snapshot {
    func item(_ key: ItemKey) throws -> StoredItem? { try get(key.bytes).map(StoredItem.init(stored:)) }
}

/// Items are written with their indexes' rows, in one commit.
extension Transaction {
    /// Stores an item in place of what was there.
    func put(_ item: AttributeMap, over old: AttributeMap?, in table: Table) throws {
        let stored = StoredItem(item)
        try put(table.key(of: item).bytes, stored.stored)
        try count(items: old == nil ? 1 : 0, bytes: stored.size - (old?.storedBytes ?? 0), in: table)
        for index in table.indexes where index.state != .deleting {
            try replace(old, with: item, in: index, of: table)
        }
    }

    func delete(_ old: AttributeMap, in table: Table) throws {
        try delete(table.key(of: old).bytes)
        try count(items: -1, bytes: -old.storedBytes, in: table)
        for index in table.indexes { try replace(old, with: nil, in: index, of: table) }
    }

    /// Rows of an index change only where what it shows has changed.
    private func replace(
        _ old: AttributeMap?, with item: AttributeMap?, in index: SecondaryIndex, of table: Table
    ) throws {
        let before = old.flatMap { index.projected($0, tableKeys: table.keys) }
        let after = item.flatMap { index.projected($0, tableKeys: table.keys) }
        let oldKey = before.map { table.key(of: $0, in: index) }
        let newKey = after.map { table.key(of: $0, in: index) }
        if let oldKey, oldKey != newKey { try delete(oldKey.bytes) }
        if let after, let newKey, oldKey != newKey || before != after {
            try put(newKey.bytes, StoredItem(after).stored)
        }
        try count(
            items: (after == nil ? 0 : 1) - (before == nil ? 0 : 1),
            bytes: (after?.storedBytes ?? 0) - (before?.storedBytes ?? 0), in: table, index)
    }
}
