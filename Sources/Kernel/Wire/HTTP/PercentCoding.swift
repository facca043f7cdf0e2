/// Percent-encoding by RFC 3986 as AWS uses it: only unreserved characters stay.
package enum PercentCoding {
    package static func encode(_ text: String, keepingSlash: Bool = false) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 16)
        for byte in text.utf8 {
            if byte.isUnreserved || keepingSlash && byte == UInt8(ascii: "/") {
                bytes.append(byte)
            } else {
                let (high, low) = byte.upperHexDigits
                bytes.append(contentsOf: [UInt8(ascii: "%"), high, low])
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Encodes a path, whose slashes stay.
    package static func encodePath(_ path: String) -> String { encode(path, keepingSlash: true) }

    /// Decodes once; nil when a `%` is not followed by two digits or the bytes are not UTF-8.
    package static func decode(_ text: String, plusIsSpace: Bool = false) -> String? {
        for byte in text.utf8 where byte == UInt8(ascii: "%") || plusIsSpace && byte == UInt8(ascii: "+") {
            return decode(Array(text.utf8)[...], plusIsSpace: plusIsSpace)
        }
        return text
    }

    package static func decode(_ text: Substring, plusIsSpace: Bool = false) -> String? {
        decode(String(text), plusIsSpace: plusIsSpace)
    }

    static func decode(_ source: ArraySlice<UInt8>, plusIsSpace: Bool) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(source.count)
        var index = source.startIndex
        while index < source.endIndex {
            let byte = source[index]
            if byte == UInt8(ascii: "%") {
                guard index + 2 < source.endIndex, let high = source[index + 1].hexDigitValue,
                    let low = source[index + 2].hexDigitValue
                else { return nil }
                bytes.append(high << 4 | low)
                index += 3
                continue
            }
            bytes.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            index += 1
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// The parameters of a query in order; what does not decode stays as it came.
    package static func parseQuery(_ query: String) -> [QueryParameter] {
        guard !query.isEmpty else { return [] }
        // As bytes: requests pass by here, and texts are slow to look through.
        let bytes = Array(query.utf8)
        var parameters: [QueryParameter] = []
        var start = 0
        while start < bytes.count {
            var end = start
            var equals: Int?
            while end < bytes.count, bytes[end] != UInt8(ascii: "&") {
                if equals == nil, bytes[end] == UInt8(ascii: "=") { equals = end }
                end += 1
            }
            if end > start {
                let name = decodedOrAsItIs(bytes[start..<(equals ?? end)])
                parameters.append(
                    equals.map { QueryParameter(name, decodedOrAsItIs(bytes[($0 + 1)..<end])) } ?? QueryParameter(name))
            }
            start = end + 1
        }
        return parameters
    }

    private static func decodedOrAsItIs(_ source: ArraySlice<UInt8>) -> String {
        for byte in source where byte == UInt8(ascii: "%") || byte == UInt8(ascii: "+") {
            return decode(source, plusIsSpace: true) ?? String(decoding: source, as: UTF8.self)
        }
        return String(decoding: source, as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var isUnreserved: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
        default: false
        }
    }
}
