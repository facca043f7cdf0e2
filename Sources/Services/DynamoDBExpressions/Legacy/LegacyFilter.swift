import DynamoDBModel

/// How the members of Expected, QueryFilter or ScanFilter are joined.
package enum ConditionalOperator: String, Sendable {
    case and = "AND"
    case or = "OR"

    func joined(_ parts: [ConditionTree]) -> ConditionTree {
        if parts.count == 1 { return parts[0] }
        return self == .and ? .all(parts) : .any(parts)
    }

    /// It is refused where there are not two conditions to join.
    static func check(_ given: ConditionalOperator?, joins count: Int) throws(ExpressionError) {
        guard given != nil, count < 2 else { return }
        throw ExpressionError(
            count == 0
                ? "ConditionalOperator cannot be used without Filter or Expected"
                : "ConditionalOperator can only be used when Filter or Expected has two or more elements")
    }
}

extension Condition {
    /// QueryFilter or ScanFilter; nil where it asks nothing.
    package init?(
        legacyFilter filter: [(name: String, condition: LegacyCondition)],
        joinedBy conditionalOperator: ConditionalOperator? = nil
    ) throws(ExpressionError) {
        for member in filter { try member.condition.check() }
        try ConditionalOperator.check(conditionalOperator, joins: filter.count)
        guard !filter.isEmpty else { return nil }
        self.init((conditionalOperator ?? .and).joined(filter.map { $0.condition.tree($0.name) }))
    }
}

extension KeyCondition {
    /// KeyConditions.
    package init(legacy conditions: [(name: String, condition: LegacyCondition)]) throws(ExpressionError) {
        for member in conditions { try member.condition.check() }
        self.init(conditions.map { Clause(name: $0.name, test: $0.condition.keyTest) })
    }
}

extension Projection {
    /// AttributesToGet: attributes by their very names, dots and brackets included.
    package init(attributesToGet names: [String]) throws(ExpressionError) {
        let sorted = names.sorted { $0.precedesByBytes($1) }
        for (one, other) in zip(sorted, sorted.dropFirst()) where one.isSameText(as: other) {
            throw .parameter("Duplicate value in attribute name: \(one)")
        }
        let paths = names.map { DocumentPath($0) }
        self.init(paths, try PathTree(paths, .projection))
    }
}
