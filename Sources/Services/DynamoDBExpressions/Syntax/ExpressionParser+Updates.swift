extension ExpressionParser {
    mutating func update() throws(ExpressionError) -> [SectionNode] {
        var sections: [SectionNode] = []
        repeat {
            guard let section = next.section else { throw unexpected() }
            advance()
            var actions = [try action(section)]
            while take(.comma) { actions.append(try action(section)) }
            sections.append(SectionNode(section: section, actions: actions))
        } while next != .end
        try finish()
        return sections
    }

    private mutating func action(_ section: UpdateSection) throws(ExpressionError) -> ActionNode {
        let path = try path()
        switch section {
        case .remove: return ActionNode(path: path, value: nil)
        case .set:
            try expect(.equal)
            return ActionNode(path: path, value: try sum().node)
        case .add, .delete:
            guard next == .valuePlaceholder else { throw unexpected() }
            return ActionNode(path: path, value: .operand(.value(takeText())))
        }
    }

    /// One operand, or two with a sign between them; either in parentheses.
    private mutating func sum() throws(ExpressionError) -> (node: SetNode, isInParentheses: Bool) {
        let left: OperandNode
        var isInParentheses = false
        if take(.open) {
            guard next != .open || afterNext != .open else { throw redundantParentheses }
            let inner = try sum()
            try expect(.close)
            guard !inner.isInParentheses else { throw redundantParentheses }
            guard case .operand(let operand) = inner.node else { return (inner.node, true) }
            left = operand
            isInParentheses = true
        } else {
            left = try bareOperand(0)
        }
        guard let sign = next.arithmetic else { return (.operand(left), isInParentheses) }
        advanceOverOperator()
        return (.arithmetic(sign, left, try operand(0)), false)
    }
}

extension Token.Kind {
    fileprivate var section: UpdateSection? {
        switch self {
        case .set: .set
        case .remove: .remove
        case .add: .add
        case .delete: .delete
        default: nil
        }
    }

    fileprivate var arithmetic: Arithmetic? {
        switch self {
        case .plus: .plus
        case .minus: .minus
        default: nil
        }
    }
}
