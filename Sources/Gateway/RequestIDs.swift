import ServiceKit

/// The ids that name a request in its answer and in the log.
package struct RequestIDs: Sendable {
    /// A UUID, as most services have it.
    package let id: String
    /// S3's second id.
    package let hostID: String

    package init(forS3 isS3: Bool) {
        let chance = SystemRandomness().bytes(16)
        let high = Self.word(chance[..<8])
        let low = Self.word(chance[8...])
        if isS3 {
            id = Self.base32(high, low)
            hostID = Self.base32(low, high &* 0x9E37_79B9_7F4A_7C15) + Self.base32(high ^ low, low) + "="
        } else {
            id = Self.uuid(high, low)
            hostID = ""
        }
    }

    private static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }

    private static let letters = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    private static func base32(_ high: UInt64, _ low: UInt64) -> String {
        String(unsafeUninitializedCapacity: 16) { buffer in
            for index in 0..<16 {
                let bits = index < 12 ? high >> UInt64(index * 5) : low >> UInt64((index - 12) * 5)
                buffer[index] = letters[Int(bits & 31)]
            }
            return 16
        }
    }

    private static let digits = Array("0123456789abcdef".utf8)

    private static func uuid(_ high: UInt64, _ low: UInt64) -> String {
        let versioned = high & ~0xF000 | 0x4000
        let variant = low & ~(3 << 62) | 2 << 62
        return String(unsafeUninitializedCapacity: 36) { buffer in
            var position = 0
            for nibble in 0..<32 {
                if nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20 {
                    buffer[position] = UInt8(ascii: "-")
                    position += 1
                }
                let half = nibble < 16 ? versioned : variant
                buffer[position] = digits[Int(half >> UInt64(60 - nibble % 16 * 4) & 15)]
                position += 1
            }
            return 36
        }
    }
}
