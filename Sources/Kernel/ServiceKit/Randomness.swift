import Crypto
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#endif

/// Where chance comes from; tests seed it.
package protocol Randomness: Sendable {
    func bytes(_ count: Int) -> [UInt8]
}

/// The operating system's generator.
package struct SystemRandomness: Randomness {
    package init() {}

    package func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                // At most 256 bytes at once, as getentropy gives them; it fails for nothing but more.
                let piece = min(256, count - filled)
                guard getentropy(buffer.baseAddress! + filled, piece) == 0 else {
                    preconditionFailure("the system gives no random bytes")
                }
                filled += piece
            }
        }
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
        return String(unsafeUninitializedCapacity: 36) { text in
            var position = 0
            for (index, byte) in raw.enumerated() {
                if index == 4 || index == 6 || index == 8 || index == 10 {
                    text[position] = UInt8(ascii: "-")
                    position += 1
                }
                text[position] = Self.digit(byte >> 4)
                text[position + 1] = Self.digit(byte & 15)
                position += 2
            }
            return position
        }
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
