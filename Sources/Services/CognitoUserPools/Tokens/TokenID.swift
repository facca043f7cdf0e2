import ServiceKit

/// `jti` and `origin_jti`: random UUIDs that also carry, unseen, the user's sign-out count at the
/// sign-in, so that a global sign-out ends exactly the tokens given before it.
enum TokenID {
    static func make(signOutCount: UInt64, _ randomness: any Randomness) -> String {
        let uuid = randomness.uuid()
        guard let mask = mask(uuid) else { return uuid }
        let count = hexadecimal(UInt32(truncatingIfNeeded: signOutCount) ^ mask)
        return count + uuid.dropFirst(8)
    }

    /// Whether the id was made at that count.
    static func isOf(signOutCount: UInt64, _ id: String) -> Bool {
        guard let mask = mask(id), let first = UInt32(id.prefix(8), radix: 16) else { return false }
        return first ^ mask == UInt32(truncatingIfNeeded: signOutCount)
    }

    private static func mask(_ uuid: String) -> UInt32? { UInt32(uuid.suffix(8), radix: 16) }

    private static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
