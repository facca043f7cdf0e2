import Crypto
import FoundationEssentials

/// The key of one object or upload, with how it is kept. Each body under it has a key derived by the body's name,
/// which names one body ever: a nonce is never used twice.
struct DataKey: Sendable {
    let encryption: ObjectEncryption
    private let key: SymmetricKey

    init(_ key: SymmetricKey, _ encryption: ObjectEncryption) {
        self.key = key
        self.encryption = encryption
    }

    func cipher(for body: BodyLocation) -> BodyCipher {
        BodyCipher(
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: key, info: Data("hanok-body".utf8) + Data(body.identity), outputByteCount: 32))
    }

    /// An ETag that tells nothing of a body that only its key's holder may read, and still of two bodies apart.
    func entityTag(_ md5: [UInt8]) -> [UInt8] {
        guard encryption.kind != .server else { return md5 }
        return Array(HMAC<SHA256>.authenticationCode(for: md5, using: key).prefix(16))
    }
}
