import ServiceKit

extension Randomness {
    /// The unique id of a user, role or policy: its prefix and 17 characters.
    func uniqueID(_ prefix: String) -> String { prefix + text(17, from: Alphabet.base32) }

    func secretAccessKey() -> String { text(40, from: Alphabet.base64) }
}

/// An access key id carries its account, as AWS's do: ten bytes in base 32, of which the first has its
/// top bit set and the next forty bits are the account's number.
enum AccessKeyID {
    static let permanent = "AKIA"
    static let temporary = "ASIA"

    static func make(_ prefix: String, accountID: String, _ randomness: any Randomness) -> String {
        var bytes = randomness.bytes(10)
        let number = 1 << 47 | (UInt64(accountID) ?? 0) << 7 | UInt64(bytes[5] & 0x7F)
        for index in 0..<6 { bytes[index] = UInt8(truncatingIfNeeded: number >> (40 - 8 * UInt64(index))) }
        return prefix + Self.base32(bytes)
    }

    /// The account that the id says it belongs to. Anybody can write such an id.
    static func accountID(_ accessKeyID: String) -> String? {
        guard accessKeyID.utf8.count == 20, let bytes = bytes(accessKeyID.dropFirst(4)) else { return nil }
        let number = bytes[..<6].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let digits = String(number >> 7 & 0xFF_FFFF_FFFF)
        guard digits.utf8.count <= 12 else { return nil }
        return String(repeating: "0", count: 12 - digits.utf8.count) + digits
    }

    private static let letters = Array(Alphabet.base32.utf8)

    private static func base32(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var rest: UInt64 = 0
        var bits: UInt64 = 0
        for byte in bytes {
            rest = rest << 8 | UInt64(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(letters[Int(rest >> bits & 31)])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func bytes(_ text: Substring) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest: UInt64 = 0
        var bits: UInt64 = 0
        for letter in text.utf8 {
            guard let value = letters.firstIndex(of: letter) else { return nil }
            rest = rest << 5 | UInt64(value)
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: rest >> bits))
            }
        }
        return bytes
    }
}
