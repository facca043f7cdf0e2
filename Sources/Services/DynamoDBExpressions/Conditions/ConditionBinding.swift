import DynamoDBModel

/// The second look at a condition, one comparison after the other. In each: what it names, how many operands there are,
/// whether they differ, and of which types they are.
extension ExpressionScope {
    mutating func bind(_ node: ConditionNode, _ kind: ExpressionKind) throws(ExpressionError) -> ConditionTree {
        switch node {
        case .all(let parts): return .all(try bind(parts, kind))
        case .any(let parts): return .any(try bind(parts, kind))
        case .not(let inner): return .not(try bind(inner, kind))
        case .compare(let comparator, let left, let right):
            let operands = try bind([left, right], kind)
            try OperandChecks(kind: kind).check(operands, comparator.rawValue, areOrdered: comparator.orders)
            return .compare(comparator, operands[0], operands[1])
        case .between(let operand, let low, let high):
            let operands = try bind([operand, low, high], kind)
            let checks = OperandChecks(kind: kind)
            try checks.check(operands, "BETWEEN", areOrdered: true)
            try checks.checkBounds(operands[1], operands[2])
            return .between(operands[0], operands[1], operands[2])
        case .oneOf(let operand, let list):
            let operands = try bind([operand] + list, kind)
            let checks = OperandChecks(kind: kind)
            try checks.checkCount(ofIn: list.count)
            try checks.check(operands, "IN", areOrdered: false)
            return .oneOf(operands[0], Array(operands.dropFirst()))
        case .call(let call):
            guard case .call(let function, let arguments) = try bind(OperandNode.call(call), kind) else {
                throw .invalid(kind, ExpressionFunction.unknown(call.name))
            }
            try OperandChecks(kind: kind).check(.call(function, arguments))
            return .call(function, arguments)
        }
    }

    private mutating func bind(
        _ parts: [ConditionNode], _ kind: ExpressionKind
    ) throws(ExpressionError) -> [ConditionTree] {
        var bound: [ConditionTree] = []
        bound.reserveCapacity(parts.count)
        for part in parts { bound.append(try bind(part, kind)) }
        return bound
    }

    mutating func bind(_ nodes: [OperandNode], _ kind: ExpressionKind) throws(ExpressionError) -> [Operand] {
        var operands: [Operand] = []
        operands.reserveCapacity(nodes.count)
        for node in nodes { operands.append(try bind(node, kind)) }
        return operands
    }

    mutating func bind(_ node: OperandNode, _ kind: ExpressionKind) throws(ExpressionError) -> Operand {
        switch node {
        case .path(let path): return .path(try self.path(path, kind))
        case .value(let placeholder): return .value(try value(placeholder, kind))
        case .call(let call):
            guard let function = ExpressionFunction(rawValue: call.name) else {
                throw .invalid(kind, ExpressionFunction.unknown(call.name))
            }
            return .call(function, try bind(call.arguments, kind))
        }
    }
}
