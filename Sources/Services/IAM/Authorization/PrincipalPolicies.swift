import PolicyEngine
import ServiceKit
import Storage

/// A user or role with all that decides what it may do, compiled.
struct PrincipalPolicies: Sendable {
    let accountID: String
    let name: String
    let arn: String
    let tags: [String: String]
    let identity: [NamedPolicy]
    let boundary: NamedPolicy?
}

extension Snapshot {
    func policies(ofUser id: String) throws -> PrincipalPolicies? {
        try find(UserRecord.self, index: UserRecord.byID(id)).map { try policies(of: $0) }
    }

    func policies(ofRole id: String) throws -> PrincipalPolicies? {
        try find(RoleRecord.self, index: RoleRecord.byID(id)).map { try policies(of: $0) }
    }

    private func policies(of holder: some PolicyHolder) throws -> PrincipalPolicies {
        var identity = try inlinePolicies(of: holder.id).map { policy in
            NamedPolicy(policy.name, try PolicyDocument(parsing: policy.document, as: .identity))
        }
        for attachment in try attachments(of: holder.id) {
            guard let policy = try compiledPolicy(attachment.policy.arn, for: holder.accountID) else {
                continue
            }
            identity.append(policy)
        }
        return PrincipalPolicies(
            accountID: holder.accountID, name: holder.name, arn: holder.arn, tags: holder.tags.byKey,
            identity: identity,
            boundary: try holder.boundary.map {
                try compiledPolicy($0.arn, for: holder.accountID) ?? NamedPolicy($0.arn, try .allowingNothing)
            })
    }

    func compiledPolicy(_ arn: String, for accountID: String) throws -> NamedPolicy? {
        guard let policy = try managedPolicy(arn, for: accountID), let text = try document(of: policy) else {
            return nil
        }
        return NamedPolicy(arn, try PolicyDocument(parsing: text, as: .managed))
    }
}

extension PolicyDocument {
    /// What the root may, for sessions that stand for it.
    static let allowingEverything: PolicyDocument = {
        let text = #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#
        guard let document = try? PolicyDocument(parsing: text, as: .managed) else {
            preconditionFailure("a policy of ours does not parse")
        }
        return document
    }()

    /// Stands for a boundary that is not there: a limit that is lost must not become none.
    fileprivate static var allowingNothing: PolicyDocument {
        get throws {
            try PolicyDocument(
                parsing:
                    #"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}"#,
                as: .managed)
        }
    }
}
