import Crypto
import CryptoExtras
import LibCrypto
import ServiceKit
import Wire

/// RFC 7515's compact form, RS256 only.
enum JSONWebToken {
    /// Longer ones are not looked at.
    static let maxBytes = 16_384

    struct Parts {
        var keyID: String
        var algorithm: String
        var payload: JSONValue
        var signedBytes: [UInt8]
        var signature: [UInt8]
    }

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

    /// Takes a token apart; nothing in it is proven yet.
    static func parse(_ token: String) -> Parts? {
        guard token.utf8.count <= maxBytes else { return nil }
        let pieces = token.split(separator: ".", omittingEmptySubsequences: false)
        guard pieces.count == 3, let header = Base64URL.decode(pieces[0]),
            let payload = Base64URL.decode(pieces[1]), let signature = Base64URL.decode(pieces[2]),
            let head = try? JSONValue(parsing: header, maximumDepth: 4),
            let claims = try? JSONValue(parsing: payload, maximumDepth: 16),
            let keyID = head["kid"]?.string, let algorithm = head["alg"]?.string
        else { return nil }
        return Parts(
            keyID: keyID, algorithm: algorithm, payload: claims,
            signedBytes: Array(pieces[0].utf8) + [UInt8(ascii: ".")] + Array(pieces[1].utf8),
            signature: signature)
    }

    static func isSigned(_ parts: Parts, by key: _RSA.Signing.PublicKey) -> Bool {
        key.isValidSignature(
            _RSA.Signing.RSASignature(rawRepresentation: parts.signature),
            for: SHA256.hash(data: parts.signedBytes), padding: .insecurePKCS1v1_5)
    }
}
