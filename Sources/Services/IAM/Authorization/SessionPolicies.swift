import PolicyEngine
import ServiceKit
import Storage

/// The policies with which a session was narrowed when it was made.
struct SessionPolicyTexts: Sendable, Hashable {
    let accountID: String
    let inline: [String]
    let arns: [String]

    /// Nil for a session that nothing narrows.
    init?(_ session: RoleSession) {
        guard session.sessionPolicies != nil || !session.sessionPolicyARNs.isEmpty else { return nil }
        accountID = session.accountID
        inline = session.sessionPolicies ?? []
        arns = session.sessionPolicyARNs
    }

    /// A federated user's session is narrowed in any case: without a policy to nothing.
    init?(_ session: FederatedUserSession) {
        guard !session.sessionPolicies.isEmpty || !session.sessionPolicyARNs.isEmpty else { return nil }
        accountID = session.accountID
        inline = session.sessionPolicies
        arns = session.sessionPolicyARNs
    }
}

struct SessionPolicies: Sendable {
    let policies: [NamedPolicy]

    init(_ texts: SessionPolicyTexts, _ snapshot: any Snapshot) throws {
        let inline = try texts.inline.map {
            NamedPolicy("session policy", try PolicyDocument(parsing: $0, as: .session))
        }
        // One that is gone meanwhile allows nothing.
        let managed = try texts.arns.compactMap { try snapshot.compiledPolicy($0, for: texts.accountID) }
        policies = inline + managed
    }
}
