import FoundationEssentials

/// Turns a proven web identity into credentials of a role. STS does it; identity pools ask for it.
package protocol IssuesSessions: Sendable {
    /// - Throws: `TrustRefusal` if the role is not there or does not trust the identity.
    func issueSession(_ request: WebIdentitySession) async throws -> TemporaryCredentials
}

/// A web identity and the role it asks for.
package struct WebIdentitySession: Sendable {
    package var roleARN: String
    package var sessionName: String
    package var durationSeconds: Int
    /// `cognito-identity.amazonaws.com`; condition keys begin with it.
    package var provider: String
    /// The trust policy's federated principal: the provider's ARN where it is registered with IAM.
    package var principal: String
    package var transitiveTagKeys: [String] = []
    package var sourceIdentity: String?
    /// By condition key without the provider: `aud`, `amr`, `sub`.
    package var claims: [String: [String]]
    /// Scope-down policies as JSON; nil restricts nothing.
    package var sessionPolicies: [String]?
    package var tags: [String: String]
    package var time: Date
    /// How the role was come to, for explanations: `identityPool`, `login`, `roleChosenBy`.
    package var provenance: [String: String]
    /// Where the decision of the role's trust policy is noted.
    package var trail: Trail

    package init(
        roleARN: String, sessionName: String, durationSeconds: Int, provider: String,
        claims: [String: [String]], sessionPolicies: [String]? = nil, tags: [String: String] = [:], time: Date,
        provenance: [String: String] = [:], trail: Trail = Trail()
    ) {
        self.roleARN = roleARN
        self.sessionName = sessionName
        self.durationSeconds = durationSeconds
        self.provider = provider
        principal = provider
        self.claims = claims
        self.sessionPolicies = sessionPolicies
        self.tags = tags
        self.time = time
        self.provenance = provenance
        self.trail = trail
    }
}

package enum TrustRefusal: Error, Sendable { case noSuchRole, notTrusted }
