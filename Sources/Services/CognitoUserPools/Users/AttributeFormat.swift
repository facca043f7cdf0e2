/// What the values of standard attributes look like.
enum AttributeFormat {
    /// Something before and after one `@`, no spaces, no dot at the domain's ends.
    static func isEmail(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, text.utf8.count <= 320 else { return false }
        guard !parts[1].hasPrefix("."), !parts[1].hasSuffix("."), !parts[1].contains("..") else { return false }
        return !text.unicodeScalars.contains {
            $0.properties.isWhitespace || $0.value < 0x20 || "<>\",;:\\()".unicodeScalars.contains($0)
        }
    }

    /// E.164: a plus and up to fifteen digits.
    static func isPhoneNumber(_ text: String) -> Bool {
        guard text.hasPrefix("+"), (3...16).contains(text.utf8.count) else { return false }
        return text.utf8.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
    }

    /// `YYYY-MM-DD`
    static func isBirthdate(_ text: String) -> Bool {
        text.utf8.count == 10
            && text.utf8.enumerated().allSatisfy { index, byte in
                index == 4 || index == 7 ? byte == UInt8(ascii: "-") : (0x30...0x39).contains(byte)
            }
    }
}
