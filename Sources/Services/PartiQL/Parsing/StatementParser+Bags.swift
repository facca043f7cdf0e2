import DynamoDBModel

extension StatementParser {
    /// `<<1, 2>>` or `<<'a', 'b'>>`: a set.
    mutating func bag(_ path: LiteralPath) throws(StatementError) -> AttributeValue {
        advance()
        guard !take(.closeBag) else { throw StatementError("Empty bags are not supported") }
        switch next {
        case .string: return .stringSet(try strings())
        case .number, .sign(.plus), .sign(.minus): return .numberSet(try numbers(path))
        default: throw Self.mixedBag
        }
    }

    private static let mixedBag = StatementError(
        "Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags")

    private mutating func strings() throws(StatementError) -> [String] {
        var texts: [String] = []
        repeat {
            guard case .string(let text) = next else { throw Self.mixedBag }
            advance()
            texts.append(text)
        } while take(.comma)
        try expect(.closeBag)
        let set = texts.sorted { $0.precedesByBytes($1) }
        guard !zip(set, set.dropFirst()).contains(where: { $0.isSameText(as: $1) }) else {
            throw StatementError(Self.duplicates(texts) + ".")
        }
        return set
    }

    private mutating func numbers(_ path: LiteralPath) throws(StatementError) -> [DecimalNumber] {
        var texts: [String] = []
        var numbers: [DecimalNumber] = []
        repeat {
            switch next {
            case .number, .sign(.plus), .sign(.minus): break
            default: throw Self.mixedBag
            }
            let number = try number(path)
            numbers.append(number.value)
            texts.append(number.text)
        } while take(.comma)
        try expect(.closeBag)
        let set = numbers.sorted()
        guard !zip(set, set.dropFirst()).contains(where: ==) else {
            throw StatementError(Self.duplicates(texts) + "! under \(path)")
        }
        return set
    }

    private static func duplicates(_ texts: [String]) -> String {
        "One or more parameter values were invalid: Input collection [\(texts.joined(separator: ", "))] "
            + "contains duplicates"
    }
}
