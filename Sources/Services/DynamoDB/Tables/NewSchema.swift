import DynamoDBModel
import ServiceKit

/// The attributes and key schemas of a table that is to be made or changed.
struct NewSchema: Sendable {
    private static let mostLocalIndexes = 5
    private static let mostGlobalIndexes = 20
    private static let mostProjectedAttributes = 100
    private static let mostIndexKeys = 4

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
    func tableKeys(_ elements: [KeySchemaElement]) throws -> KeySchema {
        guard elements.count <= attributes.count else {
            throw ServiceError.validation("Invalid KeySchema: Some index key attribute have no definition")
        }
        return try keys(elements)
    }

    private func keys(_ elements: [KeySchemaElement]) throws -> KeySchema {
        let found = try defined(elements)
        try Self.requireHashFirst(elements)
        guard elements.dropFirst().allSatisfy({ $0.keyType == .range }) else {
            throw ServiceError.validation("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type")
        }
        return KeySchema(hash: Array(found.prefix(1)), range: Array(found.dropFirst()))
    }

    /// A global index's keys may have up to four attributes for the partition and four for the order.
    private func indexKeys(_ elements: [KeySchemaElement]) throws -> KeySchema {
        let found = try defined(elements)
        try Self.requireHashFirst(elements)
        let count = elements.prefix { $0.keyType == .hash }.count
        let keys = KeySchema(hash: Array(found.prefix(count)), range: Array(found.dropFirst(count)))
        guard elements.dropFirst(count).allSatisfy({ $0.keyType == .range }), count <= Self.mostIndexKeys,
            keys.range.count <= Self.mostIndexKeys
        else {
            throw ServiceError.validation(
                "Invalid KeySchema: HASH key types come before RANGE key types, at most \(Self.mostIndexKeys) of each")
        }
        return keys
    }

    private static func requireHashFirst(_ elements: [KeySchemaElement]) throws {
        guard elements.first?.keyType == .hash else {
            throw ServiceError.validation("Invalid KeySchema: The first KeySchemaElement is not a HASH key type")
        }
    }

    /// The attributes that a key names, each once.
    private func defined(_ elements: [KeySchemaElement]) throws -> [KeyAttribute] {
        let names = elements.map(\.attributeName)
        let found = names.compactMap { name in attributes.first { $0.name.isSameText(as: name) } }
        guard found.count == names.count else {
            throw ServiceError.invalidParameters(
                "Some index key attributes are not defined in AttributeDefinitions. "
                    + "Keys: [\(names.joined(separator: ", "))], "
                    + "AttributeDefinitions: [\(attributes.map(\.name).joined(separator: ", "))]")
        }
        guard Set(names).count == names.count else {
            throw ServiceError.validation(
                "Both the Hash Key and the Range Key element in the KeySchema have the same name")
        }
        return found
    }

    func indexes(
        local: [LocalSecondaryIndex]?, global: [GlobalSecondaryIndex]?, tableKeys: KeySchema, billing: Table.Billing
    ) throws -> [SecondaryIndex] {
        var indexes: [SecondaryIndex] = []
        if let local { indexes = try localIndexes(local, tableKeys) }
        if let global {
            guard !global.isEmpty else {
                throw ServiceError.invalidParameters("List of GlobalSecondaryIndexes is empty")
            }
            for index in global {
                indexes.append(try self.global(index, UInt64(indexes.count) + 1, billing))
                try Self.requireNew(indexes)
            }
        }
        try Self.checkCounts(of: indexes)
        return indexes
    }

    private func localIndexes(_ given: [LocalSecondaryIndex], _ tableKeys: KeySchema) throws -> [SecondaryIndex] {
        guard !given.isEmpty else { throw ServiceError.invalidParameters("List of LocalSecondaryIndexes is empty") }
        guard !tableKeys.range.isEmpty else {
            throw ServiceError.invalidParameters(
                "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex")
        }
        var indexes: [SecondaryIndex] = []
        for index in given {
            indexes.append(try local(index, UInt64(indexes.count) + 1, tableKeys))
            try Self.requireNew(indexes)
        }
        guard given.count <= Self.mostLocalIndexes else {
            throw ServiceError.invalidParameters(
                "Number of LocalSecondaryIndexes exceeds per-table limit of \(Self.mostLocalIndexes)")
        }
        return indexes
    }

    /// The last of them is of no other's name.
    private static func requireNew(_ indexes: [SecondaryIndex]) throws {
        guard let last = indexes.last, indexes.dropLast().contains(where: { $0.name == last.name }) else { return }
        throw ServiceError.invalidParameters("Duplicate index name: \(last.name)")
    }

    static func checkCounts(of indexes: [SecondaryIndex]) throws {
        guard indexes.filter({ $0.scope == .global }).count <= mostGlobalIndexes else {
            throw ServiceError.invalidParameters(
                "GlobalSecondaryIndex count exceeds the per-table limit of \(mostGlobalIndexes)")
        }
        let projected = indexes.reduce(0) { count, index in
            guard case .include(let names) = index.projection else { return count }
            return count + names.count
        }
        guard projected <= mostProjectedAttributes else {
            throw ServiceError.invalidParameters(
                "NonKeyAttributes count exceeds the per-table limit of \(mostProjectedAttributes)")
        }
    }

    private func local(_ index: LocalSecondaryIndex, _ number: UInt64, _ tableKeys: KeySchema) throws -> SecondaryIndex
    {
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
        SecondaryIndex(
            name: index.indexName, number: number, scope: .global, keys: try indexKeys(index.keySchema),
            projection: try Self.projection(index.projection), state: .active,
            throughput: try Self.throughput(of: index, billing),
            demandLimits: index.onDemandThroughput.map(DemandLimits.init),
            warmUnits: index.warmThroughput.map { WarmUnits($0, instead: nil) })
    }

    private static func throughput(of index: GlobalSecondaryIndex, _ billing: Table.Billing) throws -> Throughput? {
        switch (billing, index.provisionedThroughput) {
        case (.provisioned, let given?):
            try NewTable.checkBounds(given)
            return Throughput(given)
        case (.provisioned, nil):
            throw ServiceError.invalidParameters(
                "ProvisionedThroughput must be specified for index: \(index.indexName)")
        case (.payPerRequest, .some):
            throw ServiceError.invalidParameters(
                "ProvisionedThroughput should not be specified for index: \(index.indexName) when BillingMode is "
                    + "PAY_PER_REQUEST")
        case (.payPerRequest, nil): return nil
        }
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
