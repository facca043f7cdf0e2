import DynamoDBModel

extension StatementParser {
    mutating func operand(_ depth: Int) throws(StatementError) -> Expression {
        let place = place
        switch next {
        case .string(let text):
            advance()
            return .value(.string(text))
        case .number, .sign(.openBracket), .sign(.openBag), .sign(.openBrace), .sign(.plus), .sign(.minus):
            return .value(try literal(LiteralPath()))
        case .keyword(.null), .keyword(.true), .keyword(.false): return .value(try literal(LiteralPath()))
        case .parameter: return .parameter(takeParameter(), place)
        case .sign(.open):
            advance()
            let inner = try expression(depth + 1)
            try expect(.close)
            return inner
        case .word(let name) where afterNext == .sign(.open): return .call(try call(name, place, depth + 1))
        case .word, .quoted: return .path(try path())
        case .keyword(let keyword):
            guard !keyword.isOperator else { throw .notWellFormed("Unexpected operator") }
            guard afterNext == .sign(.open) else { throw .notWellFormed("Unexpected keyword") }
            return .call(try call(keyword.text, place, depth + 1))
        case .sign(let sign) where Comparison(rawValue: sign.rawValue) != nil:
            throw .notWellFormed("Unexpected operator")
        case .sign, .end: throw .notWellFormed("Unexpected term")
        }
    }

    private mutating func call(_ name: String, _ place: Place, _ depth: Int) throws(StatementError) -> FunctionCall {
        advance()
        advance()
        var arguments: [Expression] = []
        if !take(.close) {
            repeat { arguments.append(try expression(depth)) } while take(.comma)
            try expect(.close)
        }
        return FunctionCall(name: name.lowercased(), arguments: arguments, place: place)
    }

    mutating func path() throws(StatementError) -> Path {
        let place = place
        guard let head = takeName() else {
            if case .keyword = next { throw .notWellFormed("Unexpected keyword") }
            throw .notWellFormed("Unexpected term")
        }
        var rest: [Path.Step] = []
        while true {
            if take(.dot) {
                guard let name = takeName() else { throw .notWellFormed("Invalid path dot component") }
                rest.append(.name(name))
            } else if take(.openBracket) {
                rest.append(try bracketed())
                try expect(.closeBracket)
            } else {
                return Path(head: head, rest: rest, place: place)
            }
        }
    }

    /// `[0]`, or `['name']`.
    private mutating func bracketed() throws(StatementError) -> Path.Step {
        if case .string(let name) = next {
            advance()
            return .name(name)
        }
        let isNegative = takeSigns()
        let place = place
        guard case .number(let text) = next else { throw StatementError("Unexpected path component at \(place)") }
        advance()
        guard let index = Int(text), index <= StatementLimits.listIndex, index == 0 || !isNegative else {
            throw StatementError(
                "List index is not within the allowable range; index: [\(isNegative ? "-" : "")\(text)] at \(place)")
        }
        return .index(index)
    }

    /// Whether the signs before a number make it a negative one.
    mutating func takeSigns() -> Bool {
        var isNegative = false
        while true {
            if take(.minus) {
                isNegative.toggle()
            } else if !take(.plus) {
                return isNegative
            }
        }
    }
}
