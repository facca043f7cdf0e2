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
            try check(operands, comparator.rawValue, areOrdered: comparator.orders, kind)
            return .compare(comparator, operands[0], operands[1])
        case .between(let operand, let low, let high):
            let operands = try bind([operand, low, high], kind)
            try check(operands, "BETWEEN", areOrdered: true, kind)
            try checkBounds(operands[1], operands[2], kind)
            return .between(operands[0], operands[1], operands[2])
        case .oneOf(let operand, let list):
            let operands = try bind([operand] + list, kind)
            guard list.count <= ExpressionLimits.operandsOfIn else {
                throw .invalid(
                    kind,
                    "The IN operator is provided with too many operands; number of operands: \(list.count)")
            }
            try check(operands, "IN", areOrdered: false, kind)
            return .oneOf(operands[0], Array(operands.dropFirst()))
        case .call(let call):
            guard case .call(let function, let arguments) = try bind(OperandNode.call(call), kind) else {
                throw .invalid(kind, ExpressionFunction.unknown(call.name))
            }
            try checkCounts(.call(function, arguments), kind)
            try checkTypes(.call(function, arguments), kind)
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

    private func check(
        _ operands: [Operand], _ sign: String, areOrdered: Bool, _ kind: ExpressionKind
    ) throws(ExpressionError) {
        for operand in operands { try checkCounts(operand, kind) }
        try checkDistinct(operands, sign, kind)
        for operand in operands { try checkTypes(operand, kind) }
        guard areOrdered else { return }
        for case let type? in operands.map(\.type) where !type.isOrdered {
            throw .invalid(kind, ExpressionFunction.wrongType(sign, type.rawValue))
        }
    }

    private func checkCounts(_ operand: Operand, _ kind: ExpressionKind) throws(ExpressionError) {
        guard case .call(let function, let arguments) = operand else { return }
        for argument in arguments { try checkCounts(argument, kind) }
        guard arguments.count == function.operandCount else {
            throw .invalid(kind, function.wrongCount(arguments.count))
        }
        try checkDistinct(arguments, function.rawValue, kind)
    }

    private func checkDistinct(
        _ operands: [Operand], _ name: String, _ kind: ExpressionKind
    ) throws(ExpressionError) {
        guard let first = operands.first?.path, operands.dropFirst().contains(where: { $0.path == first }) else {
            return
        }
        throw .invalid(
            kind,
            "The first operand must be distinct from the remaining operands for this operator or function; "
                + "operator: \(name), first operand: \(first)")
    }

    private func checkTypes(_ operand: Operand, _ kind: ExpressionKind) throws(ExpressionError) {
        guard case .call(let function, let arguments) = operand else { return }
        for argument in arguments { try checkTypes(argument, kind) }
        switch function {
        case .attributeExists, .attributeNotExists:
            guard arguments[0].path != nil else { throw .invalid(kind, function.requiresPath) }
        case .beginsWith:
            for case let type? in arguments.map(\.type) where type != .string && type != .binary {
                throw .invalid(kind, ExpressionFunction.wrongType(function.rawValue, type.rawValue))
            }
        case .size:
            if let type = arguments[0].type, type == .number || type == .bool || type == .null {
                throw .invalid(kind, ExpressionFunction.wrongType(function.rawValue, type.rawValue))
            }
        case .attributeType: try checkTypeName(arguments[1], kind)
        // Of any type: where it fits nothing, nothing contains it.
        case .contains, .ifNotExists, .listAppend: break
        }
    }

    private func checkTypeName(_ operand: Operand, _ kind: ExpressionKind) throws(ExpressionError) {
        guard case .value(.string(let name)) = operand else {
            let type = operand.type?.rawValue ?? "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}"
            throw .invalid(
                kind, ExpressionFunction.wrongType(ExpressionFunction.attributeType.rawValue, type))
        }
        guard AttributeValue.Kind(rawValue: name) != nil else {
            throw .invalid(
                kind,
                "Invalid attribute type name found; type: \(name), "
                    + "valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}")
        }
    }

    private func checkBounds(_ low: Operand, _ high: Operand, _ kind: ExpressionKind) throws(ExpressionError) {
        guard let low = low.value, let high = high.value else { return }
        let bounds =
            "lower bound operand: \(Self.shown(low)), upper bound operand: \(Self.shown(high))"
        guard low.kind == high.kind else {
            throw .invalid(
                kind, "The BETWEEN operator requires same data type for lower and upper bounds; \(bounds)")
        }
        guard high.precedes(low) != true else {
            throw .invalid(
                kind,
                "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; \(bounds)")
        }
    }

    /// As AWS writes a value of an ordered type into its sentences.
    private static func shown(_ value: AttributeValue) -> String {
        switch value {
        case .string(let text): "AttributeValue: {S:\(text)}"
        case .number(let number): "AttributeValue: {N:\(number.text)}"
        case .binary(let bytes):
            "AttributeValue: {B:java.nio.HeapByteBuffer[pos=0 lim=\(bytes.count) cap=\(bytes.count)]}"
        default: "AttributeValue: {\(value.kind.rawValue)}"
        }
    }
}
