import Crypto
import CryptoExtras
import FoundationEssentials
import LibCrypto
import ServiceKit
import Storage

/// Pools' keys, parsed once.
struct SigningKeys: Sendable {
    let spare: SpareKeyPairs
    let seal: PurposeSealer
    private let parsed = BoundedCache<String, RSASigner>(limit: 512)
    private let parsedPublic = BoundedCache<String, _RSA.Signing.PublicKey>(limit: 512)

    init(spare: SpareKeyPairs, seal: PurposeSealer) {
        self.spare = spare
        self.seal = seal
    }

    /// A new key of a pool, to be stored.
    func make(poolID: String, randomness: any Randomness, at time: Date) async throws -> SigningKey {
        let pair = try await spare.take()
        let primitives = try pair.publicKey.getKeyPrimitives()
        // AWS's key ids are 32 bytes in standard base64.
        let id = Data(randomness.bytes(32)).base64EncodedString()
        let sealed = try seal.seal([UInt8](pair.derRepresentation), context: Self.context(poolID, id))
        return SigningKey(
            poolID: poolID, id: id, sealedPrivateKey: sealed, modulus: [UInt8](primitives.modulus),
            exponent: [UInt8](primitives.publicExponent), createdAt: time)
    }

    func signer(_ stored: SigningKey) throws -> RSASigner {
        let name = Self.name(stored.poolID, stored.id)
        if let known = parsed[name] { return known }
        let der = try seal.open(stored.sealedPrivateKey, context: Self.context(stored.poolID, stored.id))
        let key = try RSASigner(der: der)
        parsed[name] = key
        return key
    }

    /// The key if it was parsed before: then its row need not be read.
    func knownSigner(_ poolID: String, _ id: String) -> RSASigner? {
        parsed[Self.name(poolID, id)]
    }

    func knownPublicKey(_ poolID: String, _ id: String) -> _RSA.Signing.PublicKey? {
        parsedPublic[Self.name(poolID, id)]
    }

    func publicKey(_ stored: SigningKey) throws -> _RSA.Signing.PublicKey {
        let key = try _RSA.Signing.PublicKey(n: stored.modulus, e: stored.exponent)
        parsedPublic[Self.name(stored.poolID, stored.id)] = key
        return key
    }

    /// Keys that were taken away verify no more, however often they were used.
    func forget() {
        parsed.removeAll()
        parsedPublic.removeAll()
    }

    private static func name(_ poolID: String, _ id: String) -> String { "\(poolID) \(id)" }
    private static func context(_ poolID: String, _ id: String) -> [UInt8] { Array(name(poolID, id).utf8) }
}
