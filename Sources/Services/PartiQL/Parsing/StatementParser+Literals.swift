import DynamoDBModel

extension StatementParser {
    /// A value that is written out; parameters and paths have no place in it.
    mutating func literal(_ path: LiteralPath) throws(StatementError) -> AttributeValue {
        guard path.levels < StatementLimits.literalLevels else {
            throw StatementError("Nesting Levels have exceeded supported limits under \(path)")
        }
        let place = place
        switch next {
        case .string(let text):
            advance()
            return .string(text)
        case .number, .sign(.plus), .sign(.minus): return .number(try number(path).value)
        case .keyword(.true), .keyword(.false): return .bool(takeIsTrue())
        case .keyword(.null):
            advance()
            return .null
        case .sign(.openBracket): return .list(try list(path))
        case .sign(.openBrace): return .map(try tuple(path))
        case .sign(.openBag): return try bag(path)
        case .parameter: throw Self.unsupported("Parameter", path, place)
        case .word(let name), .quoted(let name): throw Self.unsupported(name, path, place)
        case .keyword(let keyword): throw Self.unsupported(keyword.text, path, place)
        case .sign, .end: throw .notWellFormed("Unexpected term")
        }
    }

    private static func unsupported(_ type: String, _ path: LiteralPath, _ place: Place) -> StatementError {
        StatementError("Unsupported data type: \(type) under key \(path) at \(place)")
    }

    private mutating func takeIsTrue() -> Bool {
        let isTrue = next == .keyword(.true)
        advance()
        return isTrue
    }

    private mutating func list(_ path: LiteralPath) throws(StatementError) -> [AttributeValue] {
        advance()
        var values: [AttributeValue] = []
        guard !take(.closeBracket) else { return values }
        repeat { values.append(try literal(path.element(values.count))) } while take(.comma)
        try expect(.closeBracket)
        return values
    }

    private mutating func tuple(_ path: LiteralPath) throws(StatementError) -> AttributeMap {
        advance()
        var entries: [AttributeMap.Entry] = []
        guard !take(.closeBrace) else { return AttributeMap() }
        repeat {
            let name = try tupleName()
            entries.append((name, try literal(path.member(name))))
        } while take(.comma)
        try expect(.closeBrace)
        return AttributeMap(entries)
    }

    /// `'name':`
    mutating func tupleName() throws(StatementError) -> String {
        guard case .string(let name) = next else { throw .notWellFormed("Unexpected term") }
        guard !name.isEmpty else { throw StatementError("Empty attribute name") }
        advance()
        try expect(.colon)
        return name
    }

    /// With its text, signs included.
    func number(_ text: String, _ path: LiteralPath) throws(StatementError) -> DecimalNumber {
        do throws(DecimalNumberError) {
            return try DecimalNumber(parsing: text)
        } catch {
            throw StatementError("\(error.literalSentence) under \(path)")
        }
    }

    mutating func number(_ path: LiteralPath) throws(StatementError) -> (value: DecimalNumber, text: String) {
        let isNegative = takeSigns()
        guard case .number(let digits) = next else { throw .notWellFormed("Unexpected term") }
        advance()
        let text = (isNegative ? "-" : "") + digits
        return (try number(text, path), text)
    }
}

extension DecimalNumberError {
    fileprivate var literalSentence: String {
        switch self {
        case .notANumber: "The parameter cannot be converted to a numeric value"
        case .tooManyDigits: "Attempting to store more than 38 significant digits in a Number"
        case .overflow:
            "Number overflow. Attempting to store a number with magnitude larger than supported range"
        case .underflow:
            "Number underflow. Attempting to store a number with magnitude smaller than supported range"
        }
    }
}
