extension StatementParser {
    /// Of the weakest operators, which is any expression.
    mutating func expression(_ depth: Int) throws(StatementError) -> Expression {
        try checkNesting(depth)
        var parts = [try conjunction(depth)]
        while take(.or) {
            try checkRightSide()
            parts.append(try conjunction(depth))
        }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func conjunction(_ depth: Int) throws(StatementError) -> Expression {
        var parts = [try negation(depth)]
        while take(.and) {
            try checkRightSide()
            parts.append(try negation(depth))
        }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func negation(_ depth: Int) throws(StatementError) -> Expression {
        guard take(.not) else { return try comparison(depth) }
        try checkNesting(depth + 1)
        return .not(try negation(depth + 1))
    }

    private mutating func comparison(_ depth: Int) throws(StatementError) -> Expression {
        var left = try sum(depth)
        var length = 0
        while let compared = try comparison(of: left, depth) {
            length += 1
            // Each stands within the next one.
            try checkNesting(depth + length)
            left = compared
        }
        return left
    }

    /// Nil where no operator follows.
    private mutating func comparison(of left: Expression, _ depth: Int) throws(StatementError) -> Expression? {
        if case .sign(let sign) = next, let comparison = Comparison(rawValue: sign.rawValue) {
            advance()
            try checkRightSide()
            return .compare(comparison, left, try sum(depth))
        }
        if take(.is) {
            let isNegated = take(.not)
            let test = Expression.isType(left, try typeName())
            return isNegated ? .not(test) : test
        }
        let isNegated = next == .keyword(.not)
        switch isNegated ? afterNext : next {
        case .keyword(.in), .keyword(.between), .keyword(.like): break
        default: return nil
        }
        if isNegated { advance() }
        let test = try membership(of: left, depth)
        return isNegated ? .not(test) : test
    }

    private mutating func membership(of left: Expression, _ depth: Int) throws(StatementError) -> Expression {
        guard !take(.in) else {
            try checkRightSide()
            return .oneOf(left, try operands(depth + 1))
        }
        guard take(.between) else { throw StatementError("Unsupported operation: Like") }
        try checkRightSide()
        let low = try sum(depth)
        try expect(.and)
        try checkRightSide()
        return .between(left, low, try sum(depth))
    }

    /// Of IN: `['a', ?]` or `('a', ?)`.
    private mutating func operands(_ depth: Int) throws(StatementError) -> [Expression] {
        let end: Token.Sign
        if take(.openBracket) {
            end = .closeBracket
        } else if take(.open) {
            end = .close
        } else {
            throw .notWellFormed("Unexpected term")
        }
        var operands = [try expression(depth)]
        while take(.comma) { operands.append(try expression(depth)) }
        try expect(end)
        return operands
    }

    private mutating func sum(_ depth: Int) throws(StatementError) -> Expression {
        var left = try operand(depth)
        var length = 0
        while case .sign(let sign) = next {
            switch sign {
            case .plus, .minus: break
            case .star, .slash, .percent, .concatenation:
                throw StatementError("Unsupported operation: \(sign.rawValue)")
            default: return left
            }
            advance()
            length += 1
            try checkNesting(depth + length)
            try checkRightSide()
            left = .arithmetic(sign == .plus ? .plus : .minus, left, try operand(depth))
        }
        return left
    }

    private func checkRightSide() throws(StatementError) {
        guard !isAtEnd else { throw .notWellFormed("Missing right-hand side expression of infix operator") }
    }
}
