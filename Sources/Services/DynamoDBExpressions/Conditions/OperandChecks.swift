import DynamoDBModel

/// Whether what stands in a comparison or call fits it: how many operands there are, whether they differ, and of which
/// types they are.
struct OperandChecks {
    /// Nil in a statement, whose sentences name no parameter.
    let kind: ExpressionKind?

    /// Of a call that is a condition by itself.
    func check(_ call: Operand) throws(ExpressionError) {
        try checkCounts(call)
        try checkTypes(call)
    }

    func checkCount(ofIn count: Int) throws(ExpressionError) {
        guard count <= ExpressionLimits.operandsOfIn else {
            throw .invalid(
                kind, "The IN operator is provided with too many operands; number of operands: \(count)")
        }
    }

    func check(
        _ operands: [Operand], _ sign: String, areOrdered: Bool
    ) throws(ExpressionError) {
        for operand in operands { try checkCounts(operand) }
        try checkDistinct(operands, sign)
        for operand in operands { try checkTypes(operand) }
        guard areOrdered else { return }
        for case let type? in operands.map(\.type) where !type.isOrdered {
            throw .invalid(kind, ExpressionFunction.wrongType(sign, type.rawValue))
        }
    }

    private func checkCounts(_ operand: Operand) throws(ExpressionError) {
        guard case .call(let function, let arguments) = operand else { return }
        for argument in arguments { try checkCounts(argument) }
        guard arguments.count == function.operandCount else {
            throw .invalid(kind, function.wrongCount(arguments.count))
        }
        try checkDistinct(arguments, function.rawValue)
    }

    private func checkDistinct(
        _ operands: [Operand], _ name: String
    ) throws(ExpressionError) {
        guard let first = operands.first?.path, operands.dropFirst().contains(where: { $0.path == first }) else {
            return
        }
        throw .invalid(
            kind,
            "The first operand must be distinct from the remaining operands for this operator or function; "
                + "operator: \(name), first operand: \(first)")
    }

    private func checkTypes(_ operand: Operand) throws(ExpressionError) {
        guard case .call(let function, let arguments) = operand else { return }
        for argument in arguments { try checkTypes(argument) }
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
        case .attributeType: try checkTypeName(arguments[1])
        // Of any type: where it fits nothing, nothing contains it.
        case .contains, .ifNotExists, .listAppend: break
        }
    }

    private func checkTypeName(_ operand: Operand) throws(ExpressionError) {
        guard case .value(.string(let name)) = operand else {
            let type = operand.type?.rawValue ?? "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}"
            throw .invalid(
                kind, ExpressionFunction.wrongType(ExpressionFunction.attributeType.rawValue, type))
        }
        guard AttributeValue.Kind(rawValue: name) != nil else {
            throw .invalid(
                kind,
                "Invalid attribute type name found; type: \(name), valid types: "
                    + (kind == nil ? "{N,BS,L,B,NULL,M,S,SS,NS,BOOL}" : "{B,NULL,SS,BOOL,L,BS,N,NS,S,M}"))
        }
    }

    func checkBounds(_ low: Operand, _ high: Operand) throws(ExpressionError) {
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
