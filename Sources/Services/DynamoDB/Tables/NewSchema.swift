import DynamoDBModel
import ServiceKit

/// The attributes and key schemas of a table that is to be made or changed.
struct NewSchema: Sendable {
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

    func keys(_ elements: [KeySchemaElement]) throws -> KeySchema {
        let found = try defined(elements)
        try Self.requireHashFirst(elements)
        guard elements.dropFirst().allSatisfy({ $0.keyType == .range }) else {
            throw ServiceError.validation("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type")
        }
        return KeySchema(hash: Array(found.prefix(1)), range: Array(found.dropFirst()))
    }

    /// A global index's keys may have up to four attributes for the partition and four for the order.
    func indexKeys(_ elements: [KeySchemaElement]) throws -> KeySchema {
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
