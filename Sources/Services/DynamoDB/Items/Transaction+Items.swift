import DynamoDBModel
import FoundationEssentials
import Storage

extension Snapshot {
    func item(_ key: ItemKey) throws -> StoredItem? { try get(key.bytes).map { try StoredItem(stored: $0) } }
}

/// What an item's change is noted with.
struct ChangeOrigin: Sendable {
    var time: Date
    /// Made by the service, since the item's time had come.
    var isTimeToLive = false
}

/// Items are written with their indexes' rows and with the note of the change, in one commit.
extension Transaction {
    /// Stores an item in place of what was there. What changes nothing is not written, and not noted, as AWS says of
    /// streams.
    /// - Returns: what is there now.
    @discardableResult
    func put(
        _ item: AttributeMap, at key: ItemKey, over old: PreviousItem?, in table: Table, _ origin: ChangeOrigin,
        _ counts: inout CountChanges
    ) throws -> StoredItem {
        let stored = StoredItem(item)
        guard stored.json != old?.stored.json else { return stored }
        try put(key.bytes, stored.stored)
        counts.count(items: old == nil ? 1 : 0, bytes: stored.size - (old?.stored.size ?? 0), in: table)
        try note(ItemChange(origin, old: old?.stored, new: stored), of: table)
        guard table.hasDerivedRows else { return stored }
        try replaceDerived(try old?.attributes(), with: item, at: key, of: table, &counts)
        return stored
    }

    func delete(
        _ old: PreviousItem, at key: ItemKey, in table: Table, _ origin: ChangeOrigin, _ counts: inout CountChanges
    ) throws {
        try delete(key.bytes)
        counts.count(items: -1, bytes: -old.stored.size, in: table)
        try note(ItemChange(origin, old: old.stored, new: nil), of: table)
        guard table.hasDerivedRows else { return }
        try replaceDerived(try old.attributes(), with: nil, at: key, of: table, &counts)
    }

    private func replaceDerived(
        _ old: AttributeMap?, with item: AttributeMap?, at key: ItemKey, of table: Table, _ counts: inout CountChanges
    ) throws {
        if table.hasCollections { try countCollection(of: old, by: item, in: table) }
        for index in table.indexes where try isKept(index, at: key, of: table) {
            try replace(old, with: item, in: index, of: table, &counts)
        }
        try replaceExpiry(of: old, by: item, at: key, of: table)
    }

    /// Rows of an index change only where what it shows has changed.
    func replace(
        _ old: AttributeMap?, with item: AttributeMap?, in index: SecondaryIndex, of table: Table,
        _ counts: inout CountChanges
    ) throws {
        let before = old.flatMap { index.projected($0, tableKeys: table.keys) }
        let after = item.flatMap { index.projected($0, tableKeys: table.keys) }
        let oldKey = before.map { table.key(of: $0, in: index) }
        let newKey = after.map { table.key(of: $0, in: index) }
        if let oldKey, oldKey != newKey { try delete(oldKey.bytes) }
        if let after, let newKey, oldKey != newKey || before != after {
            try put(newKey.bytes, StoredItem(after).stored)
        }
        counts.count(
            items: (after == nil ? 0 : 1) - (before == nil ? 0 : 1),
            bytes: (after?.storedBytes ?? 0) - (before?.storedBytes ?? 0), in: table, index)
    }
}

extension Table {
    /// Whether a change of an item changes more than its own row.
    var hasDerivedRows: Bool { !indexes.isEmpty || timeToLive?.isEnabled == true }
}
