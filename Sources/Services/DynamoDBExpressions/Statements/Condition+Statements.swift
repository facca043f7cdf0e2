import DynamoDBModel

extension Condition {
    /// A statement's condition, whose operands are checked as an expression's are; the sentences name no parameter.
    package init(checking tree: ConditionTree) throws(ExpressionError) {
        try tree.check(OperandChecks(kind: nil))
        self.init(tree)
    }
}

extension ConditionTree {
    fileprivate func check(_ checks: OperandChecks) throws(ExpressionError) {
        switch self {
        case .all(let parts), .any(let parts): for part in parts { try part.check(checks) }
        case .not(let inner): try inner.check(checks)
        case .compare(let comparator, let left, let right):
            try [left, right].checkConditions(checks)
            try checks.check([left, right], comparator.rawValue, areOrdered: comparator.orders)
        case .between(let operand, let low, let high):
            try [operand, low, high].checkConditions(checks)
            try checks.check([operand, low, high], "BETWEEN", areOrdered: true)
            try checks.checkBounds(low, high)
        case .oneOf(let operand, let list):
            try ([operand] + list).checkConditions(checks)
            try checks.checkCount(ofIn: list.count)
            try checks.check([operand] + list, "IN", areOrdered: false)
        case .call(let function, let arguments):
            try arguments.checkConditions(checks)
            try checks.check(.call(function, arguments))
        }
    }
}

extension [Operand] {
    fileprivate func checkConditions(_ checks: OperandChecks) throws(ExpressionError) {
        for case .condition(let tree) in self { try tree.check(checks) }
    }
}
