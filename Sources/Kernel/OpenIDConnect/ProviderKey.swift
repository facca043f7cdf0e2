import Crypto
import CryptoExtras
import FoundationEssentials
import ServiceKit
import Wire

/// A key of a provider's key set (RFC 7517): RSA of 2048 bits at least, or of the curve P-256, P-384 or P-521.
package enum ProviderKey: Sendable {
    case rsa(_RSA.Signing.PublicKey)
    case p256(P256.Signing.PublicKey)
    case p384(P384.Signing.PublicKey)
    case p521(P521.Signing.PublicKey)

    /// Keys of one set that are looked at.
    private static let mostKeys = 100

    package init?(_ id: String, in keySet: JSONValue) {
        let found = keySet["keys"]?.array?.prefix(Self.mostKeys).first { $0["kid"]?.string == id }
        guard let found, found["use"]?.string ?? "sig" == "sig" else { return nil }
        func bytes(_ name: String) -> [UInt8]? { found[name]?.string.flatMap { Base64URL.decode($0) } }
        switch found["kty"]?.string {
        case "RSA"?:
            guard let n = bytes("n"), let e = bytes("e"), n.count >= 256,
                let key = try? _RSA.Signing.PublicKey(n: n, e: e)
            else { return nil }
            self = .rsa(key)
        case "EC"?:
            guard let x = bytes("x"), let y = bytes("y"), let key = Self.elliptic(found["crv"]?.string, x + y) else {
                return nil
            }
            self = key
        default: return nil
        }
    }

    private static func elliptic(_ curve: String?, _ point: [UInt8]) -> ProviderKey? {
        let point = Data([4] + point)
        switch curve {
        case "P-256": return (try? P256.Signing.PublicKey(x963Representation: point)).map { .p256($0) }
        case "P-384": return (try? P384.Signing.PublicKey(x963Representation: point)).map { .p384($0) }
        case "P-521": return (try? P521.Signing.PublicKey(x963Representation: point)).map { .p521($0) }
        default: return nil
        }
    }

    /// The algorithm is the key's own, whatever the token says.
    package func isSigned(_ token: SignedToken) -> Bool {
        let signed = Data(token.signedBytes)
        let signature = Data(token.signature)
        switch (self, token.algorithm) {
        case (.rsa(let key), "RS256"): return Self.isSigned(SHA256.hash(data: signed), signature, key)
        case (.rsa(let key), "RS384"): return Self.isSigned(SHA384.hash(data: signed), signature, key)
        case (.rsa(let key), "RS512"): return Self.isSigned(SHA512.hash(data: signed), signature, key)
        case (.p256(let key), "ES256"):
            guard let raw = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(raw, for: signed)
        case (.p384(let key), "ES384"):
            guard let raw = try? P384.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(raw, for: signed)
        case (.p521(let key), "ES512"):
            guard let raw = try? P521.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(raw, for: signed)
        default: return false
        }
    }

    private static func isSigned(_ digest: some Digest, _ signature: Data, _ key: _RSA.Signing.PublicKey) -> Bool {
        key.isValidSignature(
            _RSA.Signing.RSASignature(rawRepresentation: signature), for: digest, padding: .insecurePKCS1v1_5)
    }
}
