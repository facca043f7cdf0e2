/// `ArnEquals` and `ArnLike`: each of an ARN's six parts is compared by itself, with wildcards.
enum ARNPattern {
    static func matches(_ text: VariableText, _ value: String, _ context: ContextValues) -> Bool {
        guard let tokens = text.pattern(in: context)?.tokens else { return false }
        if tokens == [WildcardPattern.any] { return true }
        let parts = value.utf8.split(separator: colon, maxSplits: 5, omittingEmptySubsequences: false)
        let patterns = tokens.split(separator: UInt16(colon), maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, patterns.count == 6 else { return false }
        return zip(patterns, parts).allSatisfy { WildcardPattern(tokens: $0).matches(Array($1)) }
    }

    private static let colon = UInt8(ascii: ":")
}

extension WildcardPattern {
    /// Part of a pattern that is compiled already.
    init(tokens: ArraySlice<UInt16>) {
        self.init()
        for token in tokens {
            switch token {
            case Self.any: append(patternByte: UInt8(ascii: "*"))
            case Self.one: append(patternByte: UInt8(ascii: "?"))
            default: append(literalByte: UInt8(truncatingIfNeeded: token))
            }
        }
    }
}
