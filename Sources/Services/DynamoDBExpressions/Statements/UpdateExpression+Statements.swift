import DynamoDBModel

extension UpdateExpression {
    /// A statement's update: its clauses one after the other.
    package init(checking actions: [UpdateAction]) throws(ExpressionError) {
        for case .set(let value) in actions.map(\.change) { try value.check() }
        self.actions = actions
        isLegacy = false
        tree = try PathTree(actions.map(\.path), nil)
    }
}

extension UpdateValue {
    /// What can be seen of its operands' types before an item is there.
    fileprivate func check() throws(ExpressionError) {
        switch self {
        case .path, .value: return
        case .ifNotExists(_, let value): try value.check()
        case .listAppend(let left, let right):
            try Self.check([left, right], are: .list, ExpressionFunction.listAppend.rawValue)
        case .arithmetic(let sign, let left, let right):
            try Self.check([left, right], are: .number, sign.rawValue)
        }
    }

    private static func check(
        _ operands: [UpdateValue], are kind: AttributeValue.Kind, _ name: String
    ) throws(ExpressionError) {
        for operand in operands {
            try operand.check()
            if case .value(let value) = operand, value.kind != kind {
                throw ExpressionError(ExpressionFunction.wrongType(name, value.kind.rawValue))
            }
        }
    }
}
