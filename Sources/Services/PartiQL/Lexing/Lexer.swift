/// Cuts a statement into tokens. What begins nothing that is known is refused at once, without a word more.
struct Lexer {
    let bytes: [UInt8]
    var position = 0
    /// Of the byte at `counted`, which places have been found for so far.
    private var counted = 0
    private var line = 1
    private var column = 1

    static func tokens(_ bytes: [UInt8]) throws(StatementError) -> [Token] {
        var lexer = Lexer(bytes: bytes)
        var tokens: [Token] = []
        while let token = try lexer.next() { tokens.append(token) }
        tokens.append(Token(kind: .end, place: lexer.place(from: bytes.count)))
        return tokens
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func next() throws(StatementError) -> Token? {
        try skipSpaceAndComments()
        guard position < bytes.count else { return nil }
        let start = position
        let kind = try kind(bytes[position])
        return Token(kind: kind, place: place(from: start))
    }

    /// Of what ends here.
    private mutating func place(from start: Int) -> Place {
        for byte in bytes[counted..<start] {
            if byte == 10 {
                line += 1
                column = 1
            } else if Self.beginsCharacter(byte) {
                column += 1
            }
        }
        counted = start
        return Place(
            line: line, column: column, length: bytes[start..<position].count(where: Self.beginsCharacter))
    }

    private mutating func kind(_ first: UInt8) throws(StatementError) -> Token.Kind {
        switch first {
        case UInt8(ascii: "'"): return .string(try quotedText(first))
        case UInt8(ascii: "\""): return .quoted(try quotedText(first))
        case UInt8(ascii: "?"):
            position += 1
            return .parameter
        case _ where Self.isDigit(first): return .number(try number())
        case UInt8(ascii: ".") where Self.isDigit(peek(1)): return .number(try number())
        case _ where Self.beginsWord(first): return word()
        default: return .sign(try sign())
        }
    }

    private mutating func word() -> Token.Kind {
        let start = position
        while position < bytes.count, Self.isPartOfWord(bytes[position]) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        return Keyword(text).map(Token.Kind.keyword) ?? .word(text)
    }

    /// Two marks in a row stand for one.
    private mutating func quotedText(_ mark: UInt8) throws(StatementError) -> String {
        var text: [UInt8] = []
        position += 1
        while true {
            guard position < bytes.count else { throw .notWellFormed() }
            let byte = bytes[position]
            position += 1
            if byte == mark {
                guard peek(0) == mark else { return String(decoding: text, as: UTF8.self) }
                position += 1
            }
            text.append(byte)
        }
    }

    private mutating func sign() throws(StatementError) -> Token.Sign {
        let pair = String(decoding: bytes[position..<min(position + 2, bytes.count)], as: UTF8.self)
        if pair == "!=" {
            position += 2
            return .unequal
        }
        if pair.utf8.count == 2, let sign = Token.Sign(rawValue: pair) {
            position += 2
            return sign
        }
        guard let sign = Token.Sign(rawValue: String(decoding: [bytes[position]], as: UTF8.self)) else {
            throw .notWellFormed()
        }
        position += 1
        return sign
    }

    private mutating func skipSpaceAndComments() throws(StatementError) {
        while position < bytes.count {
            switch (bytes[position], peek(1)) {
            case (UInt8(ascii: " "), _), (9...13, _): position += 1
            case (UInt8(ascii: "-"), UInt8(ascii: "-")):
                while position < bytes.count, bytes[position] != 10, bytes[position] != 13 { position += 1 }
            case (UInt8(ascii: "/"), UInt8(ascii: "*")): try skipBlockComment()
            default: return
            }
        }
    }

    private mutating func skipBlockComment() throws(StatementError) {
        position += 2
        while !(peek(0) == UInt8(ascii: "*") && peek(1) == UInt8(ascii: "/")) {
            guard position < bytes.count else { throw .notWellFormed() }
            position += 1
        }
        position += 2
    }

    /// Zero behind the end, which no statement means anything by.
    func peek(_ distance: Int) -> UInt8 {
        position + distance < bytes.count ? bytes[position + distance] : 0
    }
}

extension Lexer {
    private static func beginsCharacter(_ byte: UInt8) -> Bool { byte & 0xC0 != 0x80 }

    static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func beginsWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: "$"):
            true
        default: false
        }
    }

    private static func isPartOfWord(_ byte: UInt8) -> Bool { beginsWord(byte) || isDigit(byte) }
}
