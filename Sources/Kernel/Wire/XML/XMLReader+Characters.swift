extension XMLReader {
    /// Appends character data up to the next `<`, references replaced and line ends made `\n`.
    mutating func appendCharacters(to text: inout [UInt8]) throws(SerializationError) {
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "<"): return
            case UInt8(ascii: "&"): try appendReference(to: &text)
            case 0x0D:
                index += 1
                if index == bytes.count || bytes[index] != 0x0A { text.append(0x0A) }
            case 0: throw SerializationError()
            default:
                text.append(byte)
                index += 1
            }
        }
        throw SerializationError()
    }

    /// Appends what the reference at the cursor stands for.
    mutating func appendReference(to text: inout [UInt8]) throws(SerializationError) {
        // The longest is `&#x10FFFF;`, leading zeros apart.
        let field = bytes[index...].prefix(16)
        guard let end = field.firstIndex(of: UInt8(ascii: ";")) else { throw SerializationError() }
        let name = bytes[(index + 1)..<end]
        index = end + 1
        if name.first == UInt8(ascii: "#") {
            text.append(contentsOf: String(Character(try Self.scalar(name.dropFirst()))).utf8)
            return
        }
        switch String(decoding: name, as: UTF8.self) {
        case "amp": text.append(UInt8(ascii: "&"))
        case "lt": text.append(UInt8(ascii: "<"))
        case "gt": text.append(UInt8(ascii: ">"))
        case "quot": text.append(.quote)
        case "apos": text.append(UInt8(ascii: "'"))
        default: throw SerializationError()
        }
    }

    private static func scalar(_ digits: ArraySlice<UInt8>) throws(SerializationError) -> Unicode.Scalar {
        let isHexadecimal = digits.first == UInt8(ascii: "x")
        let digits = isHexadecimal ? digits.dropFirst() : digits
        let radix: UInt32 = isHexadecimal ? 16 : 10
        var value: UInt32 = 0
        for digit in digits {
            guard let digit = digit.hexDigitValue, UInt32(digit) < radix, value <= 0x10FFFF else {
                throw SerializationError()
            }
            value = value * radix + UInt32(digit)
        }
        guard !digits.isEmpty, value > 0, let scalar = Unicode.Scalar(value) else {
            throw SerializationError()
        }
        return scalar
    }
}
