extension JSONReader {
    /// Reads the string that starts at the cursor's quote.
    mutating func readString() throws(SerializationError) -> String {
        index += 1
        let start = index
        var isASCII = true
        while index < bytes.count {
            let byte = bytes[index]
            if byte == .quote {
                defer { index += 1 }
                return try text(start..<index, isASCII: isASCII)
            }
            if byte == .backslash { return try readEscapedString(from: start) }
            guard byte >= 0x20 else { throw SerializationError() }
            if byte >= 0x80 { isASCII = false }
            index += 1
        }
        throw SerializationError()
    }

    private func text(_ range: Range<Int>, isASCII: Bool) throws(SerializationError) -> String {
        if isASCII { return String(decoding: bytes[range], as: UTF8.self) }
        guard let text = String(validating: bytes[range], as: UTF8.self) else { throw SerializationError() }
        return text
    }

    /// The slow path, taken from the first backslash on.
    private mutating func readEscapedString(from start: Int) throws(SerializationError) -> String {
        var unescaped = Array(bytes[start..<index])
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            switch byte {
            case .quote:
                guard let text = String(validating: unescaped, as: UTF8.self) else {
                    throw SerializationError()
                }
                return text
            case .backslash: try readEscape(into: &unescaped)
            case 0..<0x20: throw SerializationError()
            default: unescaped.append(byte)
            }
        }
        throw SerializationError()
    }

    private mutating func readEscape(into unescaped: inout [UInt8]) throws(SerializationError) {
        guard index < bytes.count else { throw SerializationError() }
        let letter = bytes[index]
        index += 1
        switch letter {
        case .quote, .backslash, UInt8(ascii: "/"): unescaped.append(letter)
        case UInt8(ascii: "b"): unescaped.append(0x08)
        case UInt8(ascii: "f"): unescaped.append(0x0C)
        case UInt8(ascii: "n"): unescaped.append(0x0A)
        case UInt8(ascii: "r"): unescaped.append(0x0D)
        case UInt8(ascii: "t"): unescaped.append(0x09)
        case UInt8(ascii: "u"): unescaped.append(contentsOf: try readUnicodeEscape().utf8)
        default: throw SerializationError()
        }
    }

    /// The scalar of `\u` and four digits, or of two such that form a surrogate pair.
    private mutating func readUnicodeEscape() throws(SerializationError) -> Character {
        let unit = try readHexUnit()
        if let scalar = Unicode.Scalar(UInt32(unit)) { return Character(scalar) }
        guard unit < 0xDC00, index + 1 < bytes.count, bytes[index] == .backslash,
            bytes[index + 1] == UInt8(ascii: "u")
        else { throw SerializationError() }
        index += 2
        let low = try readHexUnit()
        guard (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00))
        else { throw SerializationError() }
        return Character(scalar)
    }

    private mutating func readHexUnit() throws(SerializationError) -> UInt16 {
        guard index + 4 <= bytes.count else { throw SerializationError() }
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = bytes[index].hexDigitValue else { throw SerializationError() }
            unit = unit << 4 | UInt16(digit)
            index += 1
        }
        return unit
    }
}

extension UInt8 {
    /// The value of an ASCII hexadecimal digit.
    var hexDigitValue: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46: self - 0x37
        case 0x61...0x66: self - 0x57
        default: nil
        }
    }
}
