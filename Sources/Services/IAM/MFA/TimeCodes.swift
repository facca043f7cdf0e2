import Crypto
import FoundationEssentials

/// The codes of an authenticator: RFC 6238 with SHA-1, six digits, thirty seconds a step.
struct TimeCodes {
    static let stepSeconds: TimeInterval = 30

    private let key: SymmetricKey

    /// Nil for a seed that is not base 32.
    init?(seed: String) {
        var bytes: [UInt8] = []
        var rest: UInt64 = 0
        var bits: UInt64 = 0
        for letter in seed.utf8 {
            guard let value = Self.value(letter) else { return nil }
            rest = rest << 5 | value
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: rest >> bits))
            }
        }
        key = SymmetricKey(data: bytes)
    }

    static func step(at time: Date) -> Int { Int(max(0, time.timeIntervalSince1970) / stepSeconds) }

    func code(_ step: Int) -> String {
        let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * $0)) }
        let digest = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: key))
        let offset = Int(digest[19] & 15)
        let number = digest[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } & 0x7FFF_FFFF
        let digits = String(number % 1_000_000)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// The step of the second of two codes that follow one another, looked for within `reach` of `step`.
    func step(of first: String, _ second: String, around step: Int, reach: Int) -> Int? {
        ((step - reach)...(step + reach)).first { code($0 - 1) == first && code($0) == second }
    }

    private static func value(_ letter: UInt8) -> UInt64? {
        switch letter {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt64(letter - UInt8(ascii: "A"))
        case UInt8(ascii: "2")...UInt8(ascii: "7"): UInt64(letter - UInt8(ascii: "2") + 26)
        default: nil
        }
    }
}
