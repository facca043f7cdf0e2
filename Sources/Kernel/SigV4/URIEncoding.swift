/// The `UriEncode` and its inverse of AWS's signature documents.
enum URIEncoding {
    /// `A-Z a-z 0-9 - . _ ~` stay as they are.
    static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 65...90, 97...122, 48...57, 45, 46, 95, 126: true
        default: false
        }
    }

    static func append(_ byte: UInt8, to output: inout [UInt8]) {
        if isUnreserved(byte) {
            output.append(byte)
        } else {
            output.append(37)
            output.append(upperHex(byte >> 4))
            output.append(upperHex(byte & 15))
        }
    }

    static func encode(_ text: String) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(text.utf8.count)
        for byte in text.utf8 { append(byte, to: &output) }
        return String(decoding: output, as: UTF8.self)
    }

    /// Decodes once and encodes by AWS's rule.
    static func reencode(
        _ text: ArraySlice<UInt8>, plusIsSpace: Bool, keepingSlash: Bool, into output: inout [UInt8]
    ) {
        var index = text.startIndex
        while index < text.endIndex {
            let byte = decodedByte(text, &index, plusIsSpace: plusIsSpace)
            if keepingSlash, byte == 47 { output.append(byte) } else { append(byte, to: &output) }
        }
    }

    static func decodedQuery(_ text: ArraySlice<UInt8>) -> String {
        guard text.contains(where: { $0 == 37 || $0 == 43 }) else {
            return String(decoding: text, as: UTF8.self)
        }
        var output: [UInt8] = []
        output.reserveCapacity(text.count)
        var index = text.startIndex
        while index < text.endIndex { output.append(decodedByte(text, &index, plusIsSpace: true)) }
        return String(decoding: output, as: UTF8.self)
    }

    /// The next byte, `%XX` taken for what it stands for; a `%` without two digits stays. In a query `+`
    /// is a space.
    private static func decodedByte(
        _ text: ArraySlice<UInt8>, _ index: inout Int, plusIsSpace: Bool
    ) -> UInt8 {
        let byte = text[index]
        index += 1
        if byte == 37, index + 1 < text.endIndex, let high = hexValue(text[index]),
            let low = hexValue(text[index + 1])
        {
            index += 2
            return high << 4 | low
        }
        return plusIsSpace && byte == 43 ? 32 : byte
    }

    static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }

    private static func upperHex(_ digit: UInt8) -> UInt8 { digit < 10 ? digit + 48 : digit + 55 }
}
