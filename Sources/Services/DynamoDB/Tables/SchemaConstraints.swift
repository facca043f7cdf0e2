import DynamoDBModel
import ServiceKit

/// Limits of CreateTable's members that the published model leaves out, since other uses of the same shapes have none:
/// a table's and a local index's keys have two attributes at most, and a table has keys.
enum SchemaConstraints {
    private static let mostKeys = 2

    static func check(_ input: CreateTableRequest) throws {
        var broken: [String] = []
        if input.attributeDefinitions == nil { broken.append(missing("attributeDefinitions")) }
        if input.keySchema == nil { broken.append(missing("keySchema")) }
        if let schema = input.keySchema { add(schema, at: "keySchema", to: &broken) }
        for (number, index) in (input.localSecondaryIndexes ?? []).enumerated() {
            add(index.keySchema, at: "localSecondaryIndexes.\(number + 1).member.keySchema", to: &broken)
        }
        guard broken.isEmpty else { throw ServiceError.constraints(broken) }
    }

    private static func missing(_ member: String) -> String {
        "Value null at '\(member)' failed to satisfy constraint: Member must not be null"
    }

    private static func add(_ schema: [KeySchemaElement], at member: String, to broken: inout [String]) {
        guard schema.count > mostKeys else { return }
        let shown = schema.map { "KeySchemaElement(attributeName=\($0.attributeName), keyType=\($0.keyType.rawValue))" }
        broken.append(
            "Value '[\(shown.joined(separator: ", "))]' at '\(member)' failed to satisfy constraint: "
                + "Member must have length less than or equal to \(mostKeys)")
    }
}
