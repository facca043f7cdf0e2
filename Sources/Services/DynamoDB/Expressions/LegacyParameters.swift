import DynamoDBExpressions
import DynamoDBModel

/// The parameters that expressions replaced, as the expression engine takes them.
extension DynamoDBModel.Condition {
    var legacy: LegacyCondition {
        LegacyCondition(
            LegacyCondition.Operator(rawValue: comparisonOperator.rawValue) ?? .equal, attributeValueList ?? [])
    }
}

extension [String: DynamoDBModel.Condition] {
    /// Sorted, so that of several faults always the same one is told.
    var legacy: [(name: String, condition: LegacyCondition)] {
        sorted { $0.key.precedesByBytes($1.key) }.map { ($0.key, $0.value.legacy) }
    }
}

extension [String: ExpectedAttributeValue] {
    var legacy: [(name: String, value: ExpectedValue)] {
        sorted { $0.key.precedesByBytes($1.key) }.map { name, expected in
            (
                name,
                ExpectedValue(
                    comparison: expected.comparisonOperator.flatMap { LegacyCondition.Operator(rawValue: $0.rawValue) },
                    values: expected.attributeValueList, value: expected.value, exists: expected.exists)
            )
        }
    }
}

extension [String: AttributeValueUpdate] {
    var legacy: [(name: String, update: AttributeUpdate)] {
        sorted { $0.key.precedesByBytes($1.key) }.map { name, update in
            (name, AttributeUpdate(update.action.flatMap { .init(rawValue: $0.rawValue) }, update.value))
        }
    }
}

extension DynamoDBModel.ConditionalOperator {
    var joining: DynamoDBExpressions.ConditionalOperator? { .init(rawValue: rawValue) }
}

extension AttributeMap {
    /// `ExpressionAttributeValues` by their placeholders.
    var byPlaceholder: [String: AttributeValue] {
        Dictionary(entries.map { ($0.name, $0.value) }) { _, last in last }
    }
}
