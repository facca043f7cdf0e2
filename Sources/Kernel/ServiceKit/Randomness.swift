import Crypto
import FoundationEssentials

/// Where chance comes from; tests seed it.
package protocol Randomness: Sendable {
    func bytes(_ count: Int) -> [UInt8]
}

/// The operating system's generator.
package struct SystemRandomness: Randomness {
    package init() {}

    package func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}

extension Randomness {
    /// `length` characters of `alphabet`, each equally likely.
    package func text(_ length: Int, from alphabet: String) -> String {
        let letters = Array(alphabet.utf8)
        // Bytes at or above the largest multiple of the alphabet would favour its first letters.
        let fair = 256 - 256 % letters.count
        var picked: [UInt8] = []
        while picked.count < length {
            for byte in bytes(length) where Int(byte) < fair && picked.count < length {
                picked.append(letters[Int(byte) % letters.count])
            }
        }
        return String(decoding: picked, as: UTF8.self)
    }

    /// A random UUID (version 4), in lower case.
    package func uuid() -> String {
        var raw = bytes(16)
        raw[6] = raw[6] & 0x0F | 0x40
        raw[8] = raw[8] & 0x3F | 0x80
        let hexadecimal = raw.map { byte in
            String(decoding: [Self.digit(byte >> 4), Self.digit(byte & 15)], as: UTF8.self)
        }
        let groups = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16]
        return groups.map { hexadecimal[$0].joined() }.joined(separator: "-")
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }
}

/// The alphabets AWS draws its identifiers from.
package enum Alphabet {
    package static let digits = "0123456789"
    package static let lowerAlphanumeric = "abcdefghijklmnopqrstuvwxyz0123456789"
    package static let upperAlphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    package static let alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    /// Of access key ids and unique ids: base 32 without 0, 1, 8 and 9.
    package static let base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    package static let base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
}
