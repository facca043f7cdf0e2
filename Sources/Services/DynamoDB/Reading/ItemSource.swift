import DynamoDBModel
import ServiceKit
import Storage

/// What a query or a scan reads: a table, or one of its indexes.
struct ItemSource: Sendable {
    let table: Table
    let index: SecondaryIndex?

    init(_ table: Table, indexName: String?) throws {
        self.table = table
        guard let indexName else {
            index = nil
            return
        }
        guard let index = table.index(indexName) else {
            throw ServiceError.validation("The table does not have the specified index: \(indexName)")
        }
        self.index = index
    }

    var keys: KeySchema { index?.keys ?? table.keys }
    var base: Key { index.map { table.items(of: $0) } ?? table.items }
    var isGlobal: Bool { index?.scope == .global }

    /// Attributes by which a page goes on: of the index's key and of the table's.
    var pageKeys: [KeyAttribute] {
        guard let index else { return table.keys.attributes }
        return index.keys.attributes + table.keys.attributes.filter { !index.keys.contains($0.name) }
    }

    func pageKey(of item: AttributeMap) -> AttributeMap {
        AttributeMap(pageKeys.compactMap { key in item[key.name].map { (key.name, $0) } })
    }

    func rowKey(of item: AttributeMap) -> ItemKey {
        index.map { table.key(of: item, in: $0) } ?? table.key(of: item)
    }

    /// Where `ExclusiveStartKey` stands.
    func startKey(_ given: AttributeMap) throws -> ItemKey {
        let wanted = pageKeys
        guard given.count == wanted.count, wanted.allSatisfy({ key in given[key.name].map(key.accepts) ?? false })
        else { throw ServiceError.startKeyMismatch }
        return rowKey(of: given)
    }
}
