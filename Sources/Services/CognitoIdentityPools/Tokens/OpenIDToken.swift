import Crypto
import CryptoExtras
import FoundationEssentials
import ServiceKit
import Wire

/// The tokens of GetOpenIdToken and GetOpenIdTokenForDeveloperIdentity: RS512, for STS and for this
/// service itself.
extension CognitoIdentityPools {
    static let tokenSeconds = 600
    static let developerTokenSeconds = 900
    private static let maxTokenBytes = 32_768
    private static let poolClaim = "https://cognito-identity.amazonaws.com/identity-pool-arn"
    private static let tagsClaim = "https://aws.amazon.com/tags"

    /// A token made with another one does not outlive it.
    func openIDToken(
        for identity: Identity, in pool: IdentityPool, by proof: Proof, tags: [String: String], seconds: Int,
        at time: Date
    ) async throws -> String {
        let key = try await keys.current()
        let end = min(time.addingTimeInterval(Double(seconds)), proof.token?.expiresAt ?? .distantFuture)
        var payload: [JSONValue.Member] = [
            .init("sub", .string(identity.id)), .init("aud", .string(pool.id)),
            .init("amr", .array(proof.methods(in: pool.id).map { .string($0) })),
            .init("iss", .string(Self.issuer)), .init(Self.poolClaim, .string(pool.arn)),
        ]
        if !tags.isEmpty {
            let values = tags.sorted { $0.key < $1.key }.map { tag in
                JSONValue.Member(tag.key, .array([.string(tag.value)]))
            }
            payload.append(.init(Self.tagsClaim, ["principal_tags": .object(values)]))
        }
        payload.append(.init("exp", .number(String(Int(end.timeIntervalSince1970)))))
        payload.append(.init("iat", .number(String(Int(time.timeIntervalSince1970)))))
        let header: JSONValue = ["kid": .string(key.id), "typ": "JWS", "alg": "RS512"]
        let signed =
            Base64URL.encode(header.serialized()) + "." + Base64URL.encode(JSONValue.object(payload).serialized())
        let signature = try key.key.signature(
            for: SHA512.hash(data: Array(signed.utf8)), padding: .insecurePKCS1v1_5)
        return signed + "." + Base64URL.encode(signature.rawRepresentation)
    }

    /// What a token of ours says, once its signature and its end were looked at.
    ///
    /// - Throws: `TokenRefusal`.
    func identityToken(_ token: String, at time: Date) async throws -> IdentityToken {
        guard let parts = UnverifiedToken(token, maxBytes: Self.maxTokenBytes),
            parts.payload["iss"]?.string == Self.issuer
        else { throw TokenRefusal.invalid("Not a valid OpenId Connect identity token.") }
        let key = try await keys.current()
        guard parts.header["alg"]?.string == "RS512", parts.header["kid"]?.string == key.id,
            key.key.publicKey.isValidSignature(
                _RSA.Signing.RSASignature(rawRepresentation: parts.signature),
                for: SHA512.hash(data: parts.signedBytes), padding: .insecurePKCS1v1_5),
            let identityID = parts.payload["sub"]?.string, let poolID = parts.payload["aud"]?.string,
            let expiry = parts.payload["exp"]?.int
        else { throw TokenRefusal.invalid("Token signature invalid.") }
        guard time.timeIntervalSince1970 < Double(expiry) else { throw TokenRefusal.expired }
        let tags = parts.payload[Self.tagsClaim]?["principal_tags"]?.members ?? []
        return IdentityToken(
            identityID: identityID, poolID: poolID,
            methods: parts.payload["amr"]?.array?.compactMap(\.string) ?? [],
            principalTags: Dictionary(
                tags.compactMap { tag in tag.value.array?.first?.string.map { (tag.key, $0) } }
            ) { first, _ in first },
            expiresAt: Date(timeIntervalSince1970: Double(expiry)))
    }

    package func verify(_ token: String, issuer: String?, at time: Date) async throws -> VerifiedToken? {
        if let issuer, issuer != Self.provider, issuer != Self.issuer { return nil }
        if issuer == nil {
            let parts = UnverifiedToken(token, maxBytes: Self.maxTokenBytes)
            guard parts?.payload["iss"]?.string == Self.issuer else { return nil }
        }
        let verified = try await identityToken(token, at: time)
        return VerifiedToken(
            subject: verified.identityID, audience: verified.poolID, use: nil,
            claims: ["sub": [verified.identityID], "aud": [verified.poolID], "amr": verified.methods],
            expiresAt: verified.expiresAt, provider: Self.provider, principalTags: verified.principalTags)
    }
}
