import FoundationEssentials
import OpenIDConnect
import ServiceKit
import Storage
import Wire

/// Tokens of the OpenID Connect providers that an account has registered. A pool of this server is asked
/// here; others by their discovery document and key set.
package struct ProviderTokens: VerifiesProviderTokens {
    private static let clockTolerance: TimeInterval = 300
    private static let tagsClaim = "https://aws.amazon.com/tags"
    private static let sourceIdentityClaim = "https://aws.amazon.com/source_identity"

    private let iam: IAM
    private let ours: [any VerifiesTokens]
    private let documents: ProviderDocuments

    package init(iam: IAM, ours: [any VerifiesTokens], http: any CallsHTTP) {
        self.iam = iam
        self.ours = ours
        documents = ProviderDocuments(http: http)
    }

    package func verify(_ token: String, ofProvider arn: String, at time: Date) async throws -> VerifiedToken? {
        guard let account = ARN(arn)?.account else { return nil }
        let provider = try await iam.store.read { try $0.openIDConnectProvider(arn: arn, of: account) }
        guard let provider else { return nil }
        for verifier in ours {
            // By AWS's name of a pool, or by an issuer of ours.
            let byName = try await verifier.verify(token, issuer: provider.url, at: time)
            let found = try await byName == nil ? verifier.verify(token, issuer: provider.issuer, at: time) : byName
            guard var verified = found else { continue }
            guard verified.use == "id" else { throw TokenRefusal.invalid("Not an ID token.") }
            guard provider.clientIDs.contains(verified.audience) else { throw Self.wrongAudience }
            guard !verified.isRevoked else { throw TokenRefusal.invalid("Token has been revoked.") }
            verified.provider = provider.url
            return verified
        }
        return try await verifyElsewhere(token, provider, at: time)
    }

    private func verifyElsewhere(
        _ text: String, _ provider: OpenIDConnectProviderRecord, at time: Date
    ) async throws -> VerifiedToken {
        guard let token = SignedToken(text) else { throw TokenRefusal.invalid("Not a JWT.") }
        let issuer = provider.issuer
        guard token.payload["iss"]?.string == issuer else { throw TokenRefusal.invalid("The issuer is another.") }
        guard let key = try await key(token.keyID, of: issuer, at: time), key.isSigned(token) else {
            throw TokenRefusal.invalid("Token signature invalid.")
        }
        let claims = token.payload
        guard let subject = claims["sub"]?.string, let expiry = claims["exp"]?.int else {
            throw TokenRefusal.invalid("Missing a required claim.")
        }
        let now = time.timeIntervalSince1970
        guard now < Double(expiry) else { throw TokenRefusal.expired }
        let earliest = claims["nbf"]?.int ?? claims["iat"]?.int ?? 0
        guard Double(earliest) <= now + Self.clockTolerance else { throw TokenRefusal.invalid("Not yet valid.") }
        return VerifiedToken(
            subject: subject, audience: try Self.audience(of: claims, among: provider.clientIDs), use: "id",
            claims: Self.textClaims(claims), expiresAt: Date(timeIntervalSince1970: Double(expiry)),
            provider: provider.url, principalTags: try Self.tags(claims),
            transitiveTagKeys: Self.texts(claims[Self.tagsClaim]?["transitive_tag_keys"]),
            sourceIdentity: claims[Self.sourceIdentityClaim]?.string)
    }

    private func key(_ id: String, of issuer: String, at time: Date) async throws -> ProviderKey? {
        do {
            let document = try await documents.discovery(of: issuer, at: time)
            guard let keySet = document["jwks_uri"]?.string, keySet.hasPrefix("https://") else { return nil }
            return try await documents.key(id, inSetAt: keySet, at: time)
        } catch { throw TokenRefusal.unreachable }
    }

    /// The party a token was made for, where it says so, stands in the place of its audience.
    private static func audience(of claims: JSONValue, among clientIDs: [String]) throws -> String {
        let named = claims["azp"]?.string.map { [$0] } ?? texts(claims["aud"])
        guard let audience = named.first(where: clientIDs.contains) else { throw wrongAudience }
        return audience
    }

    private static let wrongAudience = TokenRefusal.invalid("Incorrect token audience")

    private static func texts(_ value: JSONValue?) -> [String] {
        value?.array?.compactMap(\.string) ?? value?.string.map { [$0] } ?? []
    }

    /// The claims that are text or lists of text.
    private static func textClaims(_ claims: JSONValue) -> [String: [String]] {
        var found: [String: [String]] = [:]
        for member in claims.members ?? [] {
            let values = texts(member.value)
            if !values.isEmpty { found[member.key] = values }
        }
        return found
    }

    private static func tags(_ claims: JSONValue) throws -> [String: String] {
        var tags: [String: String] = [:]
        for member in claims[tagsClaim]?["principal_tags"]?.members ?? [] {
            if let value = texts(member.value).first { tags[member.key] = value }
        }
        // By which of two that differ in case a policy would be asked, nobody could tell.
        guard Set(tags.keys.map { $0.lowercased() }).count == tags.count, PrincipalTags.areValid(tags) else {
            throw TokenRefusal.invalid("The session tags of the token are not valid.")
        }
        return tags
    }
}
