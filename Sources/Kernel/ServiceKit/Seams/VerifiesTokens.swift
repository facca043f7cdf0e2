import FoundationEssentials

/// Knows the tokens of one kind of issuer. User pools verify theirs for identity pools and
/// authorizers, identity pools verify theirs for STS.
package protocol VerifiesTokens: Sendable {
    /// - Parameter issuer: as the asker names it: `cognito-idp.REGION.amazonaws.com/POOL`, or an
    ///   issuer URL; nil where only the token can tell.
    /// - Returns: nil if the issuer is not one of these.
    /// - Throws: `TokenRefusal`.
    func verify(_ token: String, issuer: String?, at time: Date) async throws -> VerifiedToken?
}

/// Knows the tokens of the OpenID Connect providers that accounts have registered with IAM.
package protocol VerifiesProviderTokens: Sendable {
    /// - Parameter arn: `arn:aws:iam::ACCOUNT:oidc-provider/HOST/PATH`.
    /// - Returns: nil if there is no such provider; else a token whose audience is one of the provider's
    ///   client ids and whose `provider` is the provider's URL without scheme.
    /// - Throws: `TokenRefusal`.
    func verify(_ token: String, ofProvider arn: String, at time: Date) async throws -> VerifiedToken?
}

/// Stands in where nobody knows such providers.
package struct NoProviders: VerifiesProviderTokens {
    package init() {}
    package func verify(_ token: String, ofProvider arn: String, at time: Date) async throws -> VerifiedToken? { nil }
}

package struct VerifiedToken: Sendable {
    /// `sub`
    package var subject: String
    /// `aud`, or `client_id` where there is none.
    package var audience: String
    /// `id` or `access`, where the issuer says.
    package var use: String?
    /// The claims that are text, numbers or lists of text, as condition keys and mappings read them.
    package var claims: [String: [String]]
    package var expiresAt: Date
    /// The issuer's name as a federated principal: `cognito-identity.amazonaws.com`.
    package var provider: String
    /// Signed out, revoked, or its user is gone or disabled. Whether that matters is the asker's
    /// choice: identity pools look at it where ServerSideTokenCheck is set.
    package var isRevoked: Bool
    /// What the issuer wants sessions to be tagged with: the token's `https://aws.amazon.com/tags`.
    package var principalTags: [String: String]
    package var transitiveTagKeys: [String]
    package var sourceIdentity: String?

    package init(
        subject: String, audience: String, use: String?, claims: [String: [String]], expiresAt: Date,
        provider: String, isRevoked: Bool = false, principalTags: [String: String] = [:],
        transitiveTagKeys: [String] = [], sourceIdentity: String? = nil
    ) {
        self.subject = subject
        self.audience = audience
        self.use = use
        self.claims = claims
        self.expiresAt = expiresAt
        self.provider = provider
        self.isRevoked = isRevoked
        self.principalTags = principalTags
        self.transitiveTagKeys = transitiveTagKeys
        self.sourceIdentity = sourceIdentity
    }
}

package enum TokenRefusal: Error, Sendable, Equatable {
    /// Not a token, or its signature is not of this issuer.
    case invalid(String)
    case expired
    /// The issuer's keys could not be fetched.
    case unreachable
}
