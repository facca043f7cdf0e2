import Crypto
import FoundationEssentials

/// RFC 6238: six digits of HMAC-SHA1 over the time in steps of thirty seconds.
enum TimeBasedCode {
    static let stepSeconds: UInt64 = 30
    /// The step before and the one after count too: clocks differ.
    static let tolerance: UInt64 = 1

    static func step(at time: Date) -> UInt64 { UInt64(max(0, time.timeIntervalSince1970)) / stepSeconds }

    static func code(secret: [UInt8], step: UInt64) -> String {
        let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * UInt64($0))) }
        // SHA-1 is what RFC 6238's default and every authenticator app use; HMAC does not need collision resistance.
        let digest = Array(
            HMAC<Insecure.SHA1>.authenticationCode(for: Data(counter), using: SymmetricKey(data: secret)))
        let offset = Int(digest[19] & 0x0F)
        let number = digest[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let digits = String(number % 1_000_000)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// The step that a code is of; nil for a wrong one. All steps are compared, in constant time.
    static func matchingStep(_ code: String, secret: [UInt8], at time: Date) -> UInt64? {
        let now = step(at: time)
        let given = SHA256.hash(data: Data(code.utf8))
        var found: UInt64?
        for step in (now < tolerance ? 0 : now - tolerance)...(now + tolerance) {
            if SHA256.hash(data: Data(Self.code(secret: secret, step: step).utf8)) == given { found = step }
        }
        return found
    }
}

/// RFC 4648's Base32, as authenticator apps take secrets.
enum Base32 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    /// Without padding.
    static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for byte in bytes {
            buffer = buffer << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[Int(buffer >> UInt32(bits) & 31)])
            }
        }
        if bits > 0 { text.append(alphabet[Int(buffer << UInt32(5 - bits) & 31)]) }
        return String(decoding: text, as: UTF8.self)
    }

    static func decode(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for letter in text.utf8 {
            guard let value = alphabet.firstIndex(of: letter) else { return nil }
            buffer = buffer << 5 | UInt32(value)
            bits += 5
            guard bits >= 8 else { continue }
            bits -= 8
            bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
        }
        return bytes
    }
}
