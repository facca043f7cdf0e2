/// The first look at an expression, in the order it is written: reserved words, indexes too large, and functions that
/// do not exist or stand where they may not. Placeholders are not asked for yet.
struct FirstReading {
    let kind: ExpressionKind

    func check(_ condition: ConditionNode) throws(ExpressionError) {
        switch condition {
        case .all(let parts), .any(let parts): for part in parts { try check(part) }
        case .not(let inner): try check(inner)
        case .compare(_, let left, let right): for operand in [left, right] { try check(operand, isNested: false) }
        case .between(let operand, let low, let high):
            for operand in [operand, low, high] { try check(operand, isNested: false) }
        case .oneOf(let operand, let list): for operand in [operand] + list { try check(operand, isNested: false) }
        case .call(let call):
            let function = try function(call)
            guard function.use == .condition else { throw .invalid(kind, function.misuse) }
            for argument in call.arguments { try check(argument, isNested: true) }
        }
    }

    func check(_ operand: OperandNode, isNested: Bool) throws(ExpressionError) {
        switch operand {
        case .path(let path): try check(path)
        case .value: break
        case .call(let call):
            let function = try function(call)
            let fits = kind == .update ? function == .ifNotExists || !isNested : function.use == .operand
            guard fits else { throw .invalid(kind, function.misuse) }
            for argument in call.arguments { try check(argument, isNested: true) }
        }
    }

    func check(_ path: PathNode) throws(ExpressionError) {
        for step in path.steps {
            switch step {
            case .name(let name):
                guard !ReservedWords.contains(name) else {
                    throw .invalid(
                        kind, "Attribute name is a reserved keyword; reserved keyword: \(name)")
                }
            case .index(let text):
                guard let index = Int(text), index <= ExpressionLimits.listIndex else {
                    throw .invalid(
                        kind, "List index is not within the allowable range; index: [\(text)]")
                }
            case .placeholder: break
            }
        }
    }

    private func function(_ call: CallNode) throws(ExpressionError) -> ExpressionFunction {
        guard let function = ExpressionFunction(rawValue: call.name) else {
            throw .invalid(kind, ExpressionFunction.unknown(call.name))
        }
        guard (function.use == .update) == (kind == .update) else {
            let place = kind == .update ? "an update" : "a condition"
            throw .invalid(kind, "The function is not allowed in \(place) expression; function: \(call.name)")
        }
        return function
    }
}
