import Crypto
import FoundationEssentials
import LibCrypto

/// The server's side of Cognito's SRP-6a: RFC 5054's arithmetic with SHA-256, and a key derived
/// from the shared secret that signs who signs in, when, and in which exchange.
enum SRPExchange {
    /// Bytes of the server's secret exponent.
    static let secretBytes = 32

    /// x of the verifier: the hash of the salt and of what names the password's owner.
    static func exponent(salt: [UInt8], group: String, name: String, password: String) -> [UInt8] {
        let inner = SHA256.hash(data: Array("\(group)\(name):\(password)".utf8))
        return Array(SHA256.hash(data: signed(salt) + Array(inner)))
    }

    static func verifier(exponent: [UInt8]) throws -> [UInt8] {
        try SRPGroup.shared().verifier(exponent: exponent)
    }

    /// B
    static func serverPublic(secret: [UInt8], verifier: [UInt8]) throws -> [UInt8] {
        let group = try SRPGroup.shared()
        return try group.serverPublic(secret: secret, verifier: verifier, multiplier: multiplier(group))
    }

    /// The key that signs, 16 bytes; nil for numbers that prove nothing.
    static func key(
        clientPublic: [UInt8], serverPublic: [UInt8], verifier: [UInt8], secret: [UInt8]
    ) throws -> SymmetricKey? {
        let scramble = Array(SHA256.hash(data: signed(clientPublic) + signed(serverPublic)))
        guard scramble.contains(where: { $0 != 0 }) else { return nil }
        let shared = try SRPGroup.shared().sharedSecret(
            clientPublic: clientPublic, verifier: verifier, scramble: scramble, secret: secret)
        guard let shared else { return nil }
        return HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: signed(shared)), salt: signed(scramble),
            info: Array("Caldera Derived Key".utf8), outputByteCount: 16)
    }

    /// Whether `signature` proves the key, over the words of the exchange.
    static func isSigned(
        _ signature: [UInt8], by key: SymmetricKey, group: String, name: String, secretBlock: [UInt8],
        timestamp: String
    ) -> Bool {
        let words = Array("\(group)\(name)".utf8) + secretBlock + Array(timestamp.utf8)
        return HMAC<SHA256>.isValidAuthenticationCode(signature, authenticating: words, using: key)
    }

    /// k, the hash of the group.
    private static func multiplier(_ group: SRPGroup) throws -> [UInt8] {
        Array(SHA256.hash(data: [0] + (try group.prime()) + [2]))
    }

    /// A number as Java's BigInteger writes it, which the clients hash: no leading zeros, but one
    /// before a first bit that would make it negative.
    static func signed(_ number: [UInt8]) -> [UInt8] {
        let digits = number.drop { $0 == 0 }
        guard let first = digits.first else { return [0] }
        return first >= 0x80 ? [0] + digits : Array(digits)
    }
}

/// Hexadecimal numbers as SRP's parameters carry them.
enum Hexadecimal {
    static func encode(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// Nil for other characters, and for more than `limit` bytes. An odd digit counts as if a zero stood before it.
    static func decode(_ text: String, limit: Int) -> [UInt8]? {
        var digits = Array(text.utf8)
        if digits.count % 2 == 1 { digits.insert(UInt8(ascii: "0"), at: 0) }
        guard !digits.isEmpty, digits.count / 2 <= limit else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(digits[index]), let low = value(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
