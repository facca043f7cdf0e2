import FoundationEssentials

/// Text for a header that takes ASCII alone, as RFC 2047 writes it: so S3 reads and shows metadata.
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

    /// A text that `decode` gives back as it is, also one that has encoded words in it.
    package static func carry(_ text: String) -> String {
        decode(text) == text ? encode(text) : words(text.unicodeScalars[...], isQuoted: true).joined(separator: " ")
    }

    /// A text with its encoded words read. The space between two of them is not part of it; what is none stays.
    package static func decode(_ text: String) -> String {
        guard text.utf8.firstRange(of: "=?".utf8) != nil else { return text }
        var output = ""
        var isAfterWord = false
        var rest = text.utf8[...]
        while !rest.isEmpty {
            let space = rest.prefix(while: isSpace)
            let token = rest.dropFirst(space.count).prefix { !isSpace($0) }
            let word = word(Array(token))
            if !isAfterWord || word == nil { output += String(Substring(space)) }
            output += word ?? String(Substring(token))
            isAfterWord = word != nil
            rest = rest[token.endIndex...]
        }
        return output
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// What `=?charset?Q?…?=` or `=?charset?B?…?=` stands for; nil for what is no such word.
    private static func word(_ token: [UInt8]) -> String? {
        let parts = token.split(separator: UInt8(ascii: "?"), omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0] == [UInt8(ascii: "=")], parts[4] == [UInt8(ascii: "=")] else { return nil }
        let bytes: [UInt8]?
        switch String(decoding: parts[2], as: UTF8.self).uppercased() {
        case "Q": bytes = unquoted(parts[3])
        case "B": bytes = unpacked(parts[3])
        default: bytes = nil
        }
        guard let bytes else { return nil }
        switch String(decoding: parts[1], as: UTF8.self).uppercased() {
        case "UTF-8", "US-ASCII": return String(decoding: bytes, as: UTF8.self)
        case "ISO-8859-1": return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        default: return nil
        }
    }

    private static func unquoted(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "_"): bytes.append(0x20)
            case UInt8(ascii: "="):
                guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count >= 2
                else { return nil }
                bytes.append(value)
                rest = rest.dropFirst(2)
            default: bytes.append(byte)
            }
        }
        return bytes
    }

    /// Base64 as it comes: S3 asks neither for padding nor for good characters.
    private static func unpacked(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var digits = text.filter { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
        }
        if digits.count % 4 == 1 { digits.removeLast() }
        while digits.count % 4 != 0 { digits.append(UInt8(ascii: "=")) }
        return Data(base64Encoded: Data(digits)).map { [UInt8]($0) }
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
