import Crypto
import CryptoExtras
import FoundationEssentials
import ServiceKit
import Wire

/// The token of GetOpenIdToken: RS256, ten minutes.
extension CognitoIdentityPools {
    private static let tokenSeconds = 600
    private static let maxTokenBytes = 16_384

    func openIDToken(for identity: Identity, amr: [String], at time: Date) async throws -> String {
        let key = try await keys.current()
        let issuedAt = Int(time.timeIntervalSince1970)
        let header: JSONValue = ["kid": .string(key.id), "typ": "JWS", "alg": "RS256"]
        let payload: JSONValue = [
            "sub": .string(identity.id), "aud": .string(identity.poolID),
            "amr": .array(amr.map { .string($0) }), "iss": .string(Self.issuer),
            "exp": .number(String(issuedAt + Self.tokenSeconds)), "iat": .number(String(issuedAt)),
        ]
        let signed = Base64URL.encode(header.serialized()) + "." + Base64URL.encode(payload.serialized())
        let signature = try key.key.signature(
            for: SHA256.hash(data: Array(signed.utf8)), padding: .insecurePKCS1v1_5)
        return signed + "." + Base64URL.encode(signature.rawRepresentation)
    }

    package func verify(_ token: String, issuer: String?, at time: Date) async throws -> VerifiedToken? {
        if let issuer, issuer != Self.provider, issuer != Self.issuer { return nil }
        guard let parts = UnverifiedToken(token, maxBytes: Self.maxTokenBytes),
            parts.payload["iss"]?.string == Self.issuer
        else {
            if issuer == nil { return nil }
            throw TokenRefusal.invalid("Not a valid OpenId Connect identity token.")
        }
        let key = try await keys.current()
        guard parts.header["alg"]?.string == "RS256", parts.header["kid"]?.string == key.id,
            key.key.publicKey.isValidSignature(
                _RSA.Signing.RSASignature(rawRepresentation: parts.signature),
                for: SHA256.hash(data: parts.signedBytes), padding: .insecurePKCS1v1_5),
            let subject = parts.payload["sub"]?.string, let audience = parts.payload["aud"]?.string,
            let expiry = parts.payload["exp"]?.int
        else { throw TokenRefusal.invalid("Token signature invalid.") }
        guard time.timeIntervalSince1970 < Double(expiry) else { throw TokenRefusal.expired }
        let amr = parts.payload["amr"]?.array?.compactMap(\.string) ?? []
        return VerifiedToken(
            subject: subject, audience: audience, use: nil,
            claims: ["sub": [subject], "aud": [audience], "amr": amr],
            expiresAt: Date(timeIntervalSince1970: Double(expiry)), provider: Self.provider)
    }
}
