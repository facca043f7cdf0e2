extension ExpressionParser {
    mutating func condition() throws(ExpressionError) -> ConditionNode {
        let piece = try piece(0)
        let condition = try asCondition(piece)
        try finish()
        return condition
    }

    /// What was read where an operand or a condition may stand: only what follows tells which was meant.
    private struct Piece {
        enum Content {
            case operand(OperandNode)
            case condition(ConditionNode)
        }

        let content: Content
        var isInParentheses = false
    }

    /// Comparisons joined by NOT, AND and OR, in this order of precedence.
    private mutating func piece(_ depth: Int) throws(ExpressionError) -> Piece {
        var alternatives: [ConditionNode] = []
        var terms: [ConditionNode] = []
        while true {
            var negations = 0
            while next == .not {
                advanceOverOperator()
                negations += 1
            }
            let piece = try comparison(depth)
            if negations == 0, terms.isEmpty, alternatives.isEmpty, next != .and, next != .or { return piece }
            var term = try asCondition(piece)
            // An even number of them changes nothing, but that there was one is still to be seen.
            if negations > 0 { term = .not(negations % 2 == 0 ? .not(term) : term) }
            terms.append(term)
            if next == .and {
                advanceOverOperator()
                continue
            }
            alternatives.append(terms.count == 1 ? terms[0] : .all(terms))
            terms = []
            guard next == .or else { break }
            advanceOverOperator()
        }
        return Piece(content: .condition(alternatives.count == 1 ? alternatives[0] : .any(alternatives)))
    }

    private mutating func comparison(_ depth: Int) throws(ExpressionError) -> Piece {
        let left: Piece
        if take(.open) {
            try checkParentheses(depth + 1)
            let inner = try piece(depth + 1)
            try expect(.close)
            guard !inner.isInParentheses else { throw redundantParentheses }
            left = Piece(content: inner.content, isInParentheses: true)
        } else {
            left = Piece(content: .operand(try bareOperand(depth)))
        }
        guard case .operand(let operand) = left.content else { return left }
        if let comparator = next.comparator {
            advanceOverOperator()
            return Piece(content: .condition(.compare(comparator, operand, try self.operand(depth))))
        }
        switch next {
        case .between:
            advanceOverOperator()
            let low = try self.operand(depth)
            try expect(.and)
            return Piece(content: .condition(.between(operand, low, try self.operand(depth))))
        case .in:
            advanceOverOperator()
            try expect(.open)
            var list = [try self.operand(depth)]
            while take(.comma) { list.append(try self.operand(depth)) }
            try expect(.close)
            return Piece(content: .condition(.oneOf(operand, list)))
        default: return left
        }
    }

    /// A call is a condition by itself; any other operand lacks a comparator.
    private func asCondition(_ piece: Piece) throws(ExpressionError) -> ConditionNode {
        switch piece.content {
        case .condition(let condition): return condition
        case .operand(.call(let call)): return .call(call)
        case .operand: throw unexpected()
        }
    }
}

extension Token.Kind {
    fileprivate var comparator: Comparator? {
        switch self {
        case .equal: .equal
        case .unequal: .unequal
        case .less: .less
        case .lessOrEqual: .lessOrEqual
        case .greater: .greater
        case .greaterOrEqual: .greaterOrEqual
        default: nil
        }
    }
}
