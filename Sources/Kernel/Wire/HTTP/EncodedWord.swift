import FoundationEssentials

/// Text for a header that takes ASCII alone, as RFC 2047 writes it: S3 keeps metadata of forms so.
package enum EncodedWord {
    private static let opening = "=?UTF-8?"
    private static let closing = "?="
    /// RFC 2047's 75 characters less what surrounds the text.
    private static let longestText = 63

    /// Text that is ASCII stays as it is; mostly ASCII text is quoted, other text is Base64.
    package static func encode(_ text: String) -> String {
        let strangers = text.unicodeScalars.count { !isPlain($0) }
        guard strangers > 0 else { return text }
        let isQuoted = text.unicodeScalars.count - strangers > strangers
        return words(text.unicodeScalars[...], isQuoted: isQuoted).joined(separator: " ")
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        (0x20...0x7E).contains(scalar.value) || scalar == "\t"
    }

    /// Halved until each half fits into one word.
    private static func words(_ text: Substring.UnicodeScalarView, isQuoted: Bool) -> [String] {
        let encoded = isQuoted ? quoted(text) : base64(text)
        let middle = text.index(text.startIndex, offsetBy: text.count / 2)
        if encoded.utf8.count > longestText, middle > text.startIndex {
            return words(text[..<middle], isQuoted: isQuoted) + words(text[middle...], isQuoted: isQuoted)
        }
        return [opening + (isQuoted ? "Q?" : "B?") + encoded + closing]
    }

    private static func base64(_ text: Substring.UnicodeScalarView) -> String {
        Data(String(text).utf8).base64EncodedString()
    }

    private static func quoted(_ text: Substring.UnicodeScalarView) -> String {
        var output: [UInt8] = []
        for byte in String(text).utf8 {
            switch byte {
            case UInt8(ascii: " "): output.append(UInt8(ascii: "_"))
            case UInt8(ascii: "="), UInt8(ascii: "?"), UInt8(ascii: "_"), ..<0x20, 0x7F...:
                output.append(contentsOf: [UInt8(ascii: "="), digit(byte >> 4), digit(byte & 15)])
            default: output.append(byte)
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x37 + value }
}
