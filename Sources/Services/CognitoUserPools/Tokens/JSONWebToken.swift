import Crypto
import CryptoExtras
import LibCrypto
import OpenIDConnect
import ServiceKit
import Wire

/// RFC 7515's compact form, RS256 only.
enum JSONWebToken {
    static func sign(
        _ payload: [UInt8], keyID: String, key: RSASigner
    ) throws -> String {
        var header = JSONWriter()
        header.beginObject()
        header.key("kid")
        header.string(keyID)
        header.key("alg")
        header.string("RS256")
        header.endObject()
        let signed = Base64URL.encode(header.bytes) + "." + Base64URL.encode(payload)
        let signature = try key.signature(forDigest: Array(SHA256.hash(data: Array(signed.utf8))))
        return signed + "." + Base64URL.encode(signature)
    }

    static func isSigned(_ parts: SignedToken, by key: _RSA.Signing.PublicKey) -> Bool {
        key.isValidSignature(
            _RSA.Signing.RSASignature(rawRepresentation: parts.signature),
            for: SHA256.hash(data: parts.signedBytes), padding: .insecurePKCS1v1_5)
    }
}
