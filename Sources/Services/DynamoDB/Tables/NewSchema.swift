import DynamoDBModel
import ServiceKit

/// The attributes and key schemas of a table that is to be made or changed.
struct NewSchema: Sendable {
    private static let mostLocalIndexes = 5
    private static let mostGlobalIndexes = 20

    let attributes: [KeyAttribute]

    init(definitions: [AttributeDefinition]) throws {
        attributes = definitions.map { definition in
            KeyAttribute(
                name: definition.attributeName, kind: .init(rawValue: definition.attributeType.rawValue) ?? .string)
        }
        var seen: Set<String> = []
        for attribute in attributes where !seen.insert(attribute.name).inserted {
            throw ServiceError.invalidParameters("Duplicate AttributeName in AttributeDefinitions: \(attribute.name)")
        }
    }

    /// A table's: one HASH, and one RANGE at most.
    func keys(_ elements: [KeySchemaElement]) throws -> KeySchema {
        guard let first = elements.first, first.keyType == .hash else {
            throw ServiceError.validation("Invalid KeySchema: The first KeySchemaElement is not a HASH key type")
        }
        guard elements.count <= 2 else {
            throw ServiceError.validation("Invalid KeySchema: A table's key has two elements at most")
        }
        if let second = elements.dropFirst().first {
            guard second.keyType == .range else {
                throw ServiceError.validation("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type")
            }
            guard second.attributeName != first.attributeName else {
                throw ServiceError.validation(
                    "Invalid KeySchema: Some index key attribute have no definition. Both the Hash Key and the Range Key "
                        + "element in the KeySchema have the same name")
            }
        }
        return KeySchema(
            hash: [try attribute(first)], range: try elements.dropFirst().map { try attribute($0) })
    }

    private func attribute(_ element: KeySchemaElement) throws -> KeyAttribute {
        guard let found = attributes.first(where: { $0.name.isSameText(as: element.attributeName) }) else {
            throw ServiceError.invalidParameters(
                "Some index key attributes are not defined in AttributeDefinitions. Keys: [\(element.attributeName)], "
                    + "AttributeDefinitions: [\(attributes.map(\.name).joined(separator: ", "))]")
        }
        return found
    }

    /// A global index's keys may have up to four attributes for the partition and four for the order.
    private func indexKeys(_ elements: [KeySchemaElement], _ name: String) throws -> KeySchema {
        let hash = elements.prefix { $0.keyType == .hash }
        let range = elements.dropFirst(hash.count)
        guard (1...4).contains(hash.count), range.count <= 4, range.allSatisfy({ $0.keyType == .range }) else {
            throw ServiceError.validation("Invalid KeySchema: The first KeySchemaElement is not a HASH key type")
        }
        return KeySchema(hash: try hash.map { try attribute($0) }, range: try range.map { try attribute($0) })
    }

    func indexes(
        local: [LocalSecondaryIndex], global: [GlobalSecondaryIndex], tableKeys: KeySchema, billing: Table.Billing
    ) throws -> [SecondaryIndex] {
        guard local.count <= Self.mostLocalIndexes else {
            throw ServiceError.invalidParameters(
                "Number of LocalSecondaryIndexes exceeds per-table limit of \(Self.mostLocalIndexes)")
        }
        try checkCount(global: global.count)
        var indexes: [SecondaryIndex] = []
        for index in local { indexes.append(try self.local(index, UInt64(indexes.count) + 1, tableKeys)) }
        for index in global { indexes.append(try self.global(index, UInt64(indexes.count) + 1, billing)) }
        var names: Set<String> = []
        for index in indexes where !names.insert(index.name).inserted {
            throw ServiceError.invalidParameters("Duplicate index name: \(index.name)")
        }
        return indexes
    }

    func checkCount(global count: Int) throws {
        guard count <= Self.mostGlobalIndexes else {
            throw ServiceError.invalidParameters(
                "GlobalSecondaryIndex count exceeds the per-table limit of \(Self.mostGlobalIndexes)")
        }
    }

    private func local(_ index: LocalSecondaryIndex, _ number: UInt64, _ tableKeys: KeySchema) throws -> SecondaryIndex
    {
        guard TableAddress.isName(index.indexName) else { throw ServiceError.invalidName }
        guard !tableKeys.range.isEmpty else {
            throw ServiceError.invalidParameters(
                "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex")
        }
        let keys = try keys(index.keySchema)
        guard !keys.range.isEmpty else {
            throw ServiceError.invalidParameters(
                "Index KeySchema does not have a range key for index: \(index.indexName)")
        }
        guard keys.hash == tableKeys.hash else {
            throw ServiceError.invalidParameters(
                "Index KeySchema does not have the same leading hash key as table KeySchema for index: "
                    + "\(index.indexName). index hash key: \(keys.hash[0].name), "
                    + "table hash key: \(tableKeys.hash[0].name)")
        }
        return SecondaryIndex(
            name: index.indexName, number: number, scope: .local, keys: keys,
            projection: try Self.projection(index.projection), state: .active, throughput: nil)
    }

    func global(_ index: GlobalSecondaryIndex, _ number: UInt64, _ billing: Table.Billing) throws -> SecondaryIndex {
        guard TableAddress.isName(index.indexName) else { throw ServiceError.invalidName }
        return SecondaryIndex(
            name: index.indexName, number: number, scope: .global,
            keys: try indexKeys(index.keySchema, index.indexName),
            projection: try Self.projection(index.projection), state: .active,
            throughput: try NewTable.throughput(index.provisionedThroughput, billing),
            demandLimits: index.onDemandThroughput.map(DemandLimits.init),
            warmUnits: index.warmThroughput.map { WarmUnits($0, instead: nil) })
    }

    private static func projection(_ projection: Projection) throws -> SecondaryIndex.Projection {
        let names = projection.nonKeyAttributes
        switch projection.projectionType {
        case .all, .keysOnly:
            guard names == nil else {
                throw ServiceError.invalidParameters(
                    "ProjectionType is \(projection.projectionType?.rawValue ?? ""), but NonKeyAttributes is specified")
            }
            return projection.projectionType == .all ? .all : .keysOnly
        case .include:
            guard let names else {
                throw ServiceError.invalidParameters("ProjectionType is INCLUDE, but NonKeyAttributes is not specified")
            }
            return .include(names)
        default: throw ServiceError.invalidParameters("Unknown ProjectionType: null")
        }
    }

    /// Attributes that are part of no key have no definition.
    func checkAllAreUsed(by schemas: [KeySchema]) throws {
        let used = Set(schemas.flatMap(\.names))
        guard used.count == attributes.count else {
            let hasIndexes = schemas.count > 1
            throw ServiceError.invalidParameters(
                hasIndexes
                    ? "Some AttributeDefinitions are not used. AttributeDefinitions: "
                        + "[\(attributes.map(\.name).joined(separator: ", "))], keys used: "
                        + "[\(used.sorted().joined(separator: ", "))]"
                    : "Number of attributes in KeySchema does not exactly match number of attributes defined in "
                        + "AttributeDefinitions")
        }
    }
}
