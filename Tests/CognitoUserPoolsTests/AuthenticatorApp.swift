import Crypto
import FoundationEssentials
import Testing

/// What an authenticator app on a phone does with its secret (RFC 6238).
enum AuthenticatorApp {
    static func code(_ secret: String, _ time: Date) throws -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        let bits = try secret.flatMap { letter -> [Bool] in
            let value = try #require(letters.firstIndex(of: letter))
            return (0..<5).map { value >> (4 - $0) & 1 == 1 }
        }
        let key = (0..<bits.count / 8).map { index in
            bits[index * 8..<index * 8 + 8].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
        }
        let step = UInt64(time.timeIntervalSince1970) / 30
        let message = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * UInt64($0))) }
        let digest = Array(HMAC<Insecure.SHA1>.authenticationCode(for: message, using: SymmetricKey(data: key)))
        let offset = Int(digest[19] & 15)
        let number = digest[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let digits = String(number % 1_000_000)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }
}
