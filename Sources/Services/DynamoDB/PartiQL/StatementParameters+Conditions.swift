import DynamoDBExpressions
import DynamoDBModel
import PartiQL
import ServiceKit

/// What a statement asks of an item, as the expression engine takes it.
extension StatementParameters {
    /// Nil where nothing is asked.
    func condition(_ parts: [Expression]) throws -> ItemCondition? {
        guard !parts.isEmpty else { return nil }
        return try condition(checking: .all(try parts.map(tree)))
    }

    func condition(checking tree: ConditionTree) throws -> ItemCondition {
        try sayingWhy { try ItemCondition(checking: tree) }
    }

    func tree(_ expression: Expression) throws -> ConditionTree {
        switch expression {
        case .all(let parts): return .all(try parts.map(tree))
        case .any(let parts): return .any(try parts.map(tree))
        case .not(let inner): return .not(try tree(inner))
        case .compare(let comparison, let left, let right):
            return .compare(comparison.comparator, try operand(left), try operand(right))
        case .between(let tested, let low, let high):
            return .between(try operand(tested), try operand(low), try operand(high))
        case .oneOf(let tested, let list): return .oneOf(try operand(tested), try list.map(operand))
        case .isType(let tested, let type): return type.test(try operand(tested))
        case .call(let call): return try tree(call)
        case .arithmetic(let sign, _, _): throw Self.unsupported(sign)
        case .path(let path): throw ServiceError.validation("Unsupported token in expression: \(path.head)")
        case .value, .parameter: throw ServiceError.validation("Unsupported token in expression: Literal")
        }
    }

    private func tree(_ call: FunctionCall) throws -> ConditionTree {
        guard let function = Self.conditions[call.name] else {
            guard call.name != ExpressionFunction.size.rawValue else {
                throw ServiceError.validation(
                    "The function is not allowed to be used this way in an expression; function: size")
            }
            throw Self.unrecognized(call)
        }
        return .call(function, try call.arguments.map(operand))
    }

    private func operand(_ expression: Expression) throws -> Operand {
        if let value = try value(of: expression) { return .value(value) }
        switch expression {
        case .path(let path): return .path(try DocumentPath(path))
        case .call(let call) where call.name == ExpressionFunction.size.rawValue:
            return .call(.size, try call.arguments.map(operand))
        case .arithmetic(let sign, _, _): throw Self.unsupported(sign)
        default: return .condition(try tree(expression))
        }
    }

    static func unrecognized(_ call: FunctionCall) -> ServiceError {
        .validation("Unrecognized function: \(call.name) at \(call.place)")
    }

    private static func unsupported(_ sign: ArithmeticSign) -> ServiceError {
        .validation("Unsupported operator in Condition Expression. Operator: \(sign.rawValue)")
    }

    private static let conditions: [String: ExpressionFunction] = Dictionary(
        uniqueKeysWithValues: [
            .attributeExists, .attributeNotExists, .attributeType, .beginsWith, .contains,
        ].map { (function: ExpressionFunction) in (function.rawValue, function) })
}

extension Comparison {
    fileprivate var comparator: Comparator {
        switch self {
        case .equal: .equal
        case .unequal: .unequal
        case .less: .less
        case .lessOrEqual: .lessOrEqual
        case .greater: .greater
        case .greaterOrEqual: .greaterOrEqual
        }
    }
}

extension TypeName {
    fileprivate func test(_ operand: Operand) -> ConditionTree {
        guard let kind else { return .call(.attributeNotExists, [operand]) }
        return .call(.attributeType, [operand, .value(.string(kind.rawValue))])
    }

    /// Nil for what is missing.
    private var kind: AttributeValue.Kind? {
        switch self {
        case .missing: nil
        case .null: .null
        case .boolean: .bool
        case .blob: .binary
        case .string: .string
        case .number: .number
        case .map: .map
        case .list: .list
        }
    }
}
