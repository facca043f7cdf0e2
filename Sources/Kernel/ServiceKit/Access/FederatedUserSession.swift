import FoundationEssentials

/// Somebody for whom a user, or the root, got keys by GetFederationToken: what the one behind may do,
/// narrowed by the session's policies. Sealed into the session token.
package struct FederatedUserSession: Sendable, Hashable {
    package var accountID: String
    package var name: String
    /// The unique id of the user behind; nil for the account's root.
    package var userID: String?
    package var userARN: String
    package var issuedAt: Date
    package var expiresAt: Date
    /// Without any, inline or managed, the session may only what a resource's policy allows it by name.
    package var sessionPolicies: [String]
    package var sessionPolicyARNs: [String]
    package var tags: [String: String]

    package init(
        accountID: String, name: String, userID: String?, userARN: String, issuedAt: Date, expiresAt: Date,
        sessionPolicies: [String], sessionPolicyARNs: [String], tags: [String: String]
    ) {
        self.accountID = accountID
        self.name = name
        self.userID = userID
        self.userARN = userARN
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.sessionPolicies = sessionPolicies
        self.sessionPolicyARNs = sessionPolicyARNs
        self.tags = tags
    }

    /// `arn:aws:sts::ACCOUNT:federated-user/NAME`
    package var arn: String { "arn:aws:sts::\(accountID):federated-user/\(name)" }
}
