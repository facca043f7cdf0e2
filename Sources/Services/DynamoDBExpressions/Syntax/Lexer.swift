/// Cuts an expression into tokens. It refuses nothing: what it does not know becomes a token that no rule takes, so
/// that the parser says where it stands.
struct Lexer {
    private let bytes: [UInt8]
    private let keywords: Keywords
    private var position = 0

    static func tokens(_ bytes: [UInt8], _ keywords: Keywords) -> [Token] {
        var lexer = Lexer(bytes: bytes, keywords: keywords)
        var tokens: [Token] = []
        while let token = lexer.next() { tokens.append(token) }
        tokens.append(Token(kind: .end, start: bytes.count, end: bytes.count))
        return tokens
    }

    private init(bytes: [UInt8], keywords: Keywords) {
        self.bytes = bytes
        self.keywords = keywords
    }

    private mutating func next() -> Token? {
        while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
        guard position < bytes.count else { return nil }
        let start = position
        let kind = kind(bytes[position])
        return Token(kind: kind, start: start, end: position)
    }

    private mutating func kind(_ first: UInt8) -> Token.Kind {
        let start = position
        position += 1
        switch first {
        case UInt8(ascii: "#"), UInt8(ascii: ":"):
            skip(Self.isWordByte)
            guard position > start + 1 else { return .unknown }
            return first == UInt8(ascii: "#") ? .namePlaceholder : .valuePlaceholder
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
            skip(Self.isWordByte)
            return keywords.kind(bytes[start..<position])
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            skip { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            return .integer
        case UInt8(ascii: "<"):
            if take(UInt8(ascii: ">")) { return .unequal }
            return take(UInt8(ascii: "=")) ? .lessOrEqual : .less
        case UInt8(ascii: ">"): return take(UInt8(ascii: "=")) ? .greaterOrEqual : .greater
        case UInt8(ascii: "="): return .equal
        case UInt8(ascii: "+"): return .plus
        case UInt8(ascii: "-"): return .minus
        case UInt8(ascii: "("): return .open
        case UInt8(ascii: ")"): return .close
        case UInt8(ascii: "["): return .openBracket
        case UInt8(ascii: "]"): return .closeBracket
        case UInt8(ascii: ","): return .comma
        case UInt8(ascii: "."): return .dot
        default:
            // All bytes of one character, so that it can be named.
            skip { $0 & 0xC0 == 0x80 }
            return .unknown
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func skip(_ isPart: (UInt8) -> Bool) {
        while position < bytes.count, isPart(bytes[position]) { position += 1 }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
            || byte == UInt8(ascii: "\n")
    }

    /// Of what follows a name's or placeholder's first byte.
    static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
