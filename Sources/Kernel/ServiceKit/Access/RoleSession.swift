import FoundationEssentials

/// What temporary credentials stand for. Sealed into the session token: issuing writes nothing.
package struct RoleSession: Sendable, Hashable, Codable {
    package var accountID: String
    /// `arn:aws:iam::ACCOUNT:role/path/NAME`
    package var roleARN: String
    package var roleName: String
    /// `AROA…`; a role made anew under the old name has another, so old sessions get nothing from it.
    package var roleID: String
    package var sessionName: String
    package var issuedAt: Date
    package var expiresAt: Date
    /// Inline session policies, as JSON. Nil where there are none: then they restrict nothing.
    package var sessionPolicies: [String]?
    package var sessionPolicyARNs: [String]
    package var tags: [String: String]
    /// Keys of tags that go on through every further role.
    package var transitiveTagKeys: [String]
    package var sourceIdentity: String?
    /// When the one who took on the role had given a code of a multi-factor device.
    package var mfaAt: Date?
    /// Set for web identity sessions: `cognito-identity.amazonaws.com`, and its claims by
    /// condition key, such as `cognito-identity.amazonaws.com:sub`.
    package var federatedProvider: String?
    package var federatedClaims: [String: [String]]
    /// How the session came to be, for explanations: `identityPool`, `login`, `roleChosenBy`.
    package var provenance: [String: String]

    package init(
        accountID: String, roleARN: String, roleName: String, roleID: String, sessionName: String,
        issuedAt: Date, expiresAt: Date, sessionPolicies: [String]? = nil, sessionPolicyARNs: [String] = [],
        tags: [String: String] = [:], transitiveTagKeys: [String] = [], sourceIdentity: String? = nil,
        mfaAt: Date? = nil, federatedProvider: String? = nil,
        federatedClaims: [String: [String]] = [:], provenance: [String: String] = [:]
    ) {
        self.accountID = accountID
        self.roleARN = roleARN
        self.roleName = roleName
        self.roleID = roleID
        self.sessionName = sessionName
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.sessionPolicies = sessionPolicies
        self.sessionPolicyARNs = sessionPolicyARNs
        self.tags = tags
        self.transitiveTagKeys = transitiveTagKeys
        self.sourceIdentity = sourceIdentity
        self.mfaAt = mfaAt
        self.federatedProvider = federatedProvider
        self.federatedClaims = federatedClaims
        self.provenance = provenance
    }

    /// `arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION`
    package var arn: String { "arn:aws:sts::\(accountID):assumed-role/\(roleName)/\(sessionName)" }
}
