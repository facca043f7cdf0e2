import DynamoDBModel

/// What a member of QueryFilter, ScanFilter or KeyConditions asks of an attribute.
package struct LegacyCondition: Sendable {
    package enum Operator: String, Sendable, CaseIterable {
        case equal = "EQ"
        case notEqual = "NE"
        case lessOrEqual = "LE"
        case less = "LT"
        case greaterOrEqual = "GE"
        case greater = "GT"
        case notNull = "NOT_NULL"
        case null = "NULL"
        case contains = "CONTAINS"
        case notContains = "NOT_CONTAINS"
        case beginsWith = "BEGINS_WITH"
        case oneOf = "IN"
        case between = "BETWEEN"
    }

    package let comparison: Operator
    package let values: [AttributeValue]

    package init(_ comparison: Operator, _ values: [AttributeValue] = []) {
        self.comparison = comparison
        self.values = values
    }

    func check() throws(ExpressionError) {
        guard comparison.counts.contains(values.count) else {
            throw .parameter("Invalid number of argument(s) for the \(comparison.rawValue) ComparisonOperator")
        }
        guard values.allSatisfy({ $0.kind == values[0].kind }) else {
            throw .parameter("AttributeValues inside AttributeValueList must be of same type")
        }
        for value in values where !comparison.takes(value.kind) {
            throw .parameter(
                "ComparisonOperator \(comparison.rawValue) is not valid for "
                    + "\(value.kind.rawValue) AttributeValue type")
        }
        if comparison == .between, values[1].precedes(values[0]) == true {
            throw ExpressionError(
                "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound")
        }
    }

    /// As an expression would say it of the attribute.
    func tree(_ name: String) -> ConditionTree {
        let path = Operand.path(DocumentPath(name))
        let operands = values.map(Operand.value)
        switch comparison {
        case .equal: return .compare(.equal, path, operands[0])
        case .notEqual: return .compare(.unequal, path, operands[0])
        case .lessOrEqual: return .compare(.lessOrEqual, path, operands[0])
        case .less: return .compare(.less, path, operands[0])
        case .greaterOrEqual: return .compare(.greaterOrEqual, path, operands[0])
        case .greater: return .compare(.greater, path, operands[0])
        case .notNull: return .call(.attributeExists, [path])
        case .null: return .call(.attributeNotExists, [path])
        case .contains: return .call(.contains, [path, operands[0]])
        // Unlike NE, it does not hold for an attribute that is not there.
        case .notContains:
            return .all([.call(.attributeExists, [path]), .not(.call(.contains, [path, operands[0]]))])
        case .beginsWith: return .call(.beginsWith, [path, operands[0]])
        case .oneOf: return .oneOf(path, operands)
        case .between: return .between(path, operands[0], operands[1])
        }
    }

    var keyTest: KeyTest {
        switch comparison {
        case .equal: .equal(values[0])
        case .lessOrEqual: .lessOrEqual(values[0])
        case .less: .less(values[0])
        case .greaterOrEqual: .greaterOrEqual(values[0])
        case .greater: .greater(values[0])
        case .beginsWith: .beginsWith(values[0])
        case .between: .between(values[0], values[1])
        case .notEqual, .notNull, .null, .contains, .notContains, .oneOf: .notIndexable
        }
    }
}

extension LegacyCondition.Operator {
    fileprivate var counts: ClosedRange<Int> {
        switch self {
        case .notNull, .null: 0...0
        case .oneOf: 1...Int.max
        case .between: 2...2
        default: 1...1
        }
    }

    fileprivate func takes(_ type: AttributeValue.Kind) -> Bool {
        switch self {
        case .equal, .notEqual, .notNull, .null: true
        case .lessOrEqual, .less, .greaterOrEqual, .greater, .oneOf, .between: type.isOrdered
        case .contains, .notContains: type.isOrdered || type == .bool || type == .null
        case .beginsWith: type == .string || type == .binary
        }
    }
}
