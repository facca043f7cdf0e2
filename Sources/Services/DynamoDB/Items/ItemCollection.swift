import DynamoDBModel
import ServiceKit
import Storage

/// All items of one partition with what the local indexes have of them: only tables with local indexes count them, and
/// limit them to 10 GB.
struct ItemCollection: Sendable {
    private static let gigabyte = 1 << 30

    let key: AttributeMap
    let bytes: Int

    /// As AWS tells its estimate: between two numbers of gigabytes.
    var metrics: ItemCollectionMetrics {
        let lower = Double(bytes / Self.gigabyte)
        return ItemCollectionMetrics(itemCollectionKey: key, sizeEstimateRangeGB: [lower, lower + 1])
    }
}

extension Table {
    var hasCollections: Bool { indexes.contains { $0.scope == .local } }

    fileprivate static let collectionsNumber = UInt64.max

    fileprivate func collectionRow(of item: AttributeMap) -> Key {
        let partition = ItemKey.partition(Key(bytes: []), keys.hash.compactMap { item[$0.name] })
        return Self.countRow(incarnation, index: Self.collectionsNumber).raw(partition.bytes)
    }

    /// What an item adds to its collection.
    fileprivate func collectionBytes(_ item: AttributeMap?, _ indexes: [SecondaryIndex]) -> Int {
        guard let item else { return 0 }
        return indexes.reduce(item.storedBytes) { sum, index in
            sum + (index.projected(item, tableKeys: keys)?.storedBytes ?? 0)
        }
    }
}

extension Snapshot {
    func collection(of item: AttributeMap, in table: Table) throws -> ItemCollection? {
        guard table.hasCollections else { return nil }
        let key = AttributeMap(table.keys.hash.compactMap { name in item[name.name].map { (name.name, $0) } })
        return ItemCollection(key: key, bytes: try counts(table.collectionRow(of: item)).bytes)
    }
}

extension Transaction {
    /// - Throws: where the collection would grow above its limit.
    func countCollection(of old: AttributeMap?, by new: AttributeMap?, in table: Table) throws {
        let local = table.indexes.filter { $0.scope == .local }
        guard !local.isEmpty, let item = new ?? old else { return }
        let growth = table.collectionBytes(new, local) - table.collectionBytes(old, local)
        let row = table.collectionRow(of: item)
        if growth > 0, try counts(row).bytes + growth > ItemLimits.collectionBytes {
            throw ServiceError(
                "ItemCollectionSizeLimitExceededException",
                "Item collection size limit exceeded: the items with this partition key take more than 10 GB",
                status: 400)
        }
        try count(items: (new == nil ? 0 : 1) - (old == nil ? 0 : 1), bytes: growth, in: row)
    }
}
