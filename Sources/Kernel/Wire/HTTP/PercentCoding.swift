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
    package static func decode(_ text: some StringProtocol, plusIsSpace: Bool = false) -> String? {
        let source = text.utf8
        if !source.contains(where: { $0 == UInt8(ascii: "%") || plusIsSpace && $0 == UInt8(ascii: "+") }) {
            return String(text)
        }
        return decode(Array(source)[...], plusIsSpace: plusIsSpace)
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
    package static func parseQuery(_ query: some StringProtocol) -> [QueryParameter] {
        query.split(separator: "&", omittingEmptySubsequences: true).map { pair in
            guard let equals = pair.firstIndex(of: "=") else {
                return QueryParameter(decode(pair, plusIsSpace: true) ?? String(pair))
            }
            let name = pair[..<equals]
            let value = pair[pair.index(after: equals)...]
            return QueryParameter(
                decode(name, plusIsSpace: true) ?? String(name),
                decode(value, plusIsSpace: true) ?? String(value))
        }
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
