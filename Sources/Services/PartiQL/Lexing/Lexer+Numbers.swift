extension Lexer {
    /// AWS reads a number as a coefficient and a scale of 32 bits; what does not fit is no number at all.
    mutating func number() throws(StatementError) -> String {
        let start = position
        skipDigits()
        var fraction = 0
        if peek(0) == UInt8(ascii: ".") {
            position += 1
            fraction = skipDigits()
        }
        let exponent = try exponent()
        guard (Int(Int32.min)...Int(Int32.max)).contains(fraction - exponent) else { throw .notWellFormed() }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func exponent() throws(StatementError) -> Int {
        guard peek(0) | 0x20 == UInt8(ascii: "e") else { return 0 }
        let isSigned = peek(1) == UInt8(ascii: "-") || peek(1) == UInt8(ascii: "+")
        guard Self.isDigit(peek(isSigned ? 2 : 1)) else { return 0 }
        let start = position + 1
        position += isSigned ? 2 : 1
        skipDigits()
        guard let exponent = Int32(String(decoding: bytes[start..<position], as: UTF8.self)) else {
            throw .notWellFormed()
        }
        return Int(exponent)
    }

    @discardableResult private mutating func skipDigits() -> Int {
        let start = position
        while Self.isDigit(peek(0)) { position += 1 }
        return position - start
    }
}
