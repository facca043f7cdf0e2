extension ExpressionParser {
    /// `a.b[0].#c`
    mutating func path() throws(ExpressionError) -> PathNode {
        var path = PathNode(steps: [try pathName()])
        while true {
            if take(.dot) {
                path.steps.append(try pathName())
            } else if take(.openBracket) {
                guard next == .integer else { throw unexpected() }
                path.steps.append(.index(takeText()))
                try expect(.closeBracket)
            } else {
                return path
            }
        }
    }

    private mutating func pathName() throws(ExpressionError) -> PathNode.Step {
        switch next {
        case .name: .name(takeText())
        case .namePlaceholder: .placeholder(takeText())
        default: throw unexpected()
        }
    }

    mutating func paths() throws(ExpressionError) -> [PathNode] {
        var paths = [try path()]
        while take(.comma) { paths.append(try path()) }
        return paths
    }

    /// A path, a value or a call, in one pair of parentheses at most.
    mutating func operand(_ depth: Int) throws(ExpressionError) -> OperandNode {
        guard take(.open) else { return try bareOperand(depth) }
        guard next != .open else {
            // Two pairs around one operand; should it not be one after all, that is said first.
            try checkParentheses(depth + 1)
            _ = try operand(depth + 1)
            try expect(.close)
            throw redundantParentheses
        }
        let operand = try bareOperand(depth)
        try expect(.close)
        return operand
    }

    mutating func bareOperand(_ depth: Int) throws(ExpressionError) -> OperandNode {
        switch next {
        case .valuePlaceholder: .value(takeText())
        case .name where afterNext == .open: .call(try call(depth + 1))
        case .name, .namePlaceholder: .path(try path())
        default: throw unexpected()
        }
    }

    private mutating func call(_ depth: Int) throws(ExpressionError) -> CallNode {
        let name = takeText()
        try checkCalls(name, depth)
        try expect(.open)
        var arguments = [try operand(depth)]
        while take(.comma) { arguments.append(try operand(depth)) }
        try expect(.close)
        return CallNode(name: name, arguments: arguments)
    }
}
