/// A text with `*` (any run of characters) and `?` (any one character), compiled once.
///
/// Matching keeps one point to go back to, the last `*`: its cost is at most the pattern's length
/// times the text's, whatever a stranger writes.
struct WildcardPattern: Sendable, Equatable {
    static let any: UInt16 = 256
    static let one: UInt16 = 257

    /// A byte, or one of the two wildcards.
    private(set) var tokens: [UInt16] = []
    /// The bytes a text must have at least.
    private(set) var minimumLength = 0
    private(set) var hasWildcards = false

    init() {}

    init(_ text: some Sequence<UInt8>) {
        for byte in text { append(patternByte: byte) }
    }

    init(_ text: String) { self.init(text.utf8) }

    mutating func append(patternByte byte: UInt8) {
        switch byte {
        case UInt8(ascii: "*"):
            hasWildcards = true
            if tokens.last != Self.any { tokens.append(Self.any) }
        case UInt8(ascii: "?"):
            hasWildcards = true
            minimumLength += 1
            tokens.append(Self.one)
        default: append(literalByte: byte)
        }
    }

    mutating func append(literalByte byte: UInt8) {
        tokens.append(UInt16(byte))
        minimumLength += 1
    }

    func matches(_ text: some RandomAccessCollection<UInt8>) -> Bool {
        text.withContiguousStorageIfAvailable { matches(buffer: $0) }
            ?? Array(text).withUnsafeBufferPointer { matches(buffer: $0) }
    }

    func matches(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { matches(buffer: $0) }
    }

    private func matches(buffer text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.count >= minimumLength else { return false }
        return tokens.withUnsafeBufferPointer { tokens in
            var token = 0
            var index = 0
            var lastAny = -1
            var resume = 0
            while index < text.count {
                if token < tokens.count {
                    let current = tokens[token]
                    if current == Self.any {
                        lastAny = token
                        resume = index
                        token += 1
                        continue
                    }
                    if current == Self.one {
                        token += 1
                        index = Self.nextCharacter(after: index, in: text)
                        continue
                    }
                    if current == UInt16(text[index]) {
                        token += 1
                        index += 1
                        continue
                    }
                }
                guard lastAny >= 0 else { return false }
                token = lastAny + 1
                resume += 1
                index = resume
            }
            while token < tokens.count, tokens[token] == Self.any { token += 1 }
            return token == tokens.count
        }
    }

    /// `?` stands for a character, which in UTF-8 may be several bytes.
    private static func nextCharacter(after index: Int, in text: UnsafeBufferPointer<UInt8>) -> Int {
        var next = index + 1
        while next < text.count, text[next] & 0xC0 == 0x80 { next += 1 }
        return next
    }
}
