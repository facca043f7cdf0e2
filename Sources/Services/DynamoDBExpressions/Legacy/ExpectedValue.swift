import DynamoDBModel

/// A member of Expected, with what of it was given.
package struct ExpectedValue: Sendable {
    package let comparison: LegacyCondition.Operator?
    package let values: [AttributeValue]?
    package let value: AttributeValue?
    package let exists: Bool?

    package init(
        comparison: LegacyCondition.Operator? = nil, values: [AttributeValue]? = nil,
        value: AttributeValue? = nil, exists: Bool? = nil
    ) {
        self.comparison = comparison
        self.values = values
        self.value = value
        self.exists = exists
    }

    fileprivate func condition(_ name: String) throws(ExpressionError) -> LegacyCondition {
        guard values == nil || value == nil else {
            throw .parameter("Value and AttributeValueList cannot be used together for Attribute: \(name)")
        }
        guard let comparison else { return try conditionOnValue(name) }
        guard exists == nil else {
            throw .parameter("Exists and ComparisonOperator cannot be used together for Attribute: \(name)")
        }
        guard values != nil || value != nil || comparison == .null || comparison == .notNull else {
            throw .parameter(
                "Value or AttributeValueList must be used with ComparisonOperator: \(comparison.rawValue) "
                    + "for Attribute: \(name)")
        }
        let condition = LegacyCondition(comparison, values ?? value.map { [$0] } ?? [])
        try condition.check()
        return condition
    }

    private func conditionOnValue(_ name: String) throws(ExpressionError) -> LegacyCondition {
        guard values == nil else {
            throw .parameter(
                "AttributeValueList can only be used with a ComparisonOperator for Attribute: \(name)")
        }
        switch (exists, value) {
        case (false?, nil): return LegacyCondition(.null)
        case (false?, _?): throw .parameter("Value cannot be used when Exists is false for Attribute: \(name)")
        case (_, let value?): return LegacyCondition(.equal, [value])
        case (_, nil):
            throw .parameter(
                "Value must be provided when Exists is \(exists == nil ? "null" : "true") for Attribute: \(name)")
        }
    }
}

extension Condition {
    /// Expected; nil where it asks nothing.
    package init?(
        expected: [(name: String, value: ExpectedValue)],
        joinedBy conditionalOperator: ConditionalOperator? = nil
    ) throws(ExpressionError) {
        var parts: [ConditionTree] = []
        for member in expected { parts.append(try member.value.condition(member.name).tree(member.name)) }
        try ConditionalOperator.check(conditionalOperator, joins: parts.count)
        guard !parts.isEmpty else { return nil }
        self.init((conditionalOperator ?? .and).joined(parts))
    }
}
