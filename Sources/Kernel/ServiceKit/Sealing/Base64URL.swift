import FoundationEssentials

/// RFC 4648's URL-safe alphabet without padding, as tokens carry it.
package enum Base64URL {
    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        let text = Data(bytes).base64EncodedData()
        let end = text.lastIndex { $0 != UInt8(ascii: "=") }.map { $0 + 1 } ?? 0
        return String(unsafeUninitializedCapacity: end) { target in
            text.withUnsafeBytes { source in
                for index in 0..<end {
                    switch source[index] {
                    case UInt8(ascii: "+"): target[index] = UInt8(ascii: "-")
                    case UInt8(ascii: "/"): target[index] = UInt8(ascii: "_")
                    default: target[index] = source[index]
                    }
                }
            }
            return end
        }
    }

    /// Nil unless every character is of the alphabet.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        var standard: [UInt8] = []
        standard.reserveCapacity(text.utf8.count + 3)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "-"): standard.append(UInt8(ascii: "+"))
            case UInt8(ascii: "_"): standard.append(UInt8(ascii: "/"))
            case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="): return nil
            default: standard.append(byte)
            }
        }
        while standard.count % 4 != 0 { standard.append(UInt8(ascii: "=")) }
        return Data(base64Encoded: Data(standard)).map { [UInt8]($0) }
    }
}
