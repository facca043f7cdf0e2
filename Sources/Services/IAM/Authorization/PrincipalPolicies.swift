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
        guard let user = try find(UserRecord.self, index: UserRecord.byID(id)) else { return nil }
        let ofGroups = try groups(of: id).flatMap { group in
            // The name tells whose policy it is.
            try identityPolicies(of: group).map { NamedPolicy("\($0.name) (group \(group.name))", $0.document) }
        }
        return try policies(of: user, ofGroups)
    }

    func policies(ofRole id: String) throws -> PrincipalPolicies? {
        try find(RoleRecord.self, index: RoleRecord.byID(id)).map { try policies(of: $0) }
    }

    private func policies(
        of holder: some BoundedHolder & Tagged, _ others: [NamedPolicy] = []
    ) throws -> PrincipalPolicies {
        return PrincipalPolicies(
            accountID: holder.accountID, name: holder.name, arn: holder.arn, tags: holder.tags.byKey,
            identity: try identityPolicies(of: holder) + others,
            boundary: try holder.boundary.map {
                try compiledPolicy($0.arn, for: holder.accountID) ?? NamedPolicy($0.arn, try .allowingNothing)
            })
    }

    private func identityPolicies(of holder: some PolicyHolder) throws -> [NamedPolicy] {
        let inline = try inlinePolicies(of: holder.id).map { policy in
            NamedPolicy(policy.name, try PolicyDocument(parsing: policy.document, as: .identity))
        }
        return try inline
            + attachments(of: holder.id).compactMap { try compiledPolicy($0.policy.arn, for: holder.accountID) }
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
