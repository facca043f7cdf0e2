import IAMModel
import ServiceKit
import Storage

/// Managed policies on users, groups and roles as permissions, and on users and roles as boundaries.
extension IAM {
    func attach<Holder: PolicyHolder>(
        _ arn: String, to type: Holder.Type, _ name: String, _ call: Call
    ) async throws {
        let account = call.accountID
        try Self.check(policyARN: arn)
        try await change { transaction in
            let holder = try transaction.requireModifiable(Holder.self, name, in: account)
            guard let policy = try transaction.managedPolicy(arn, for: account) else {
                throw ServiceError.notAttachable(arn)
            }
            guard policy.isAttachable else { throw ServiceError.ofServiceLinkedRole }
            let attached = try transaction.attachments(of: holder.id)
            if attached.contains(where: { $0.policy.arn.hasSameBytes(as: arn) }) { return }
            guard attached.count < Attachment.mostPerHolder else {
                throw ServiceError.quotaExceeded(
                    "PoliciesPer\(Holder.kindInErrors)", Attachment.mostPerHolder)
            }
            try transaction.save(Attachment(accountID: account, holderID: holder.id, policy: policy.reference))
        }
    }

    func detach<Holder: PolicyHolder>(
        _ arn: String, from type: Holder.Type, _ name: String, _ call: Call
    ) async throws {
        let account = call.accountID
        try Self.check(policyARN: arn)
        try await change { transaction in
            let holder = try transaction.requireModifiable(Holder.self, name, in: account)
            guard
                let attachment = try transaction.attachments(of: holder.id).first(where: {
                    $0.policy.arn.hasSameBytes(as: arn)
                })
            else { throw ServiceError.noSuchPolicy(arn) }
            try transaction.remove(attachment)
        }
    }

    func attachedPolicies<Holder: PolicyHolder>(
        _ type: Holder.Type, _ name: String, _ pathPrefix: String?, _ marker: String?, _ maxItems: Int?,
        _ call: Call
    ) async throws -> Listing<AttachedPolicy> {
        let account = call.accountID
        let prefix = pathPrefix ?? "/"
        return try await store.read { snapshot in
            let holder = try snapshot.require(Holder.self, name, in: account)
            return try start(marker, maxItems, "attached-policies", holder.id, prefix)
                .page(Attachment.self, Attachment.all(of: holder.id), snapshot) { attachment in
                    let policy = attachment.policy
                    guard policy.path.hasPrefix(prefix) else { return nil }
                    return AttachedPolicy(policyName: policy.name, policyArn: policy.arn)
                }
        }
    }

    /// Sets the boundary, or takes it away.
    func setBoundary<Holder: BoundedHolder>(
        _ arn: String?, of type: Holder.Type, _ name: String, _ call: Call
    ) async throws {
        let account = call.accountID
        try await change { transaction in
            var holder = try transaction.requireModifiable(Holder.self, name, in: account)
            holder.boundary = try transaction.boundary(arn, for: account)
            try transaction.save(holder)
        }
    }

    /// - Throws: `InvalidInput` for what is no ARN.
    static func check(policyARN arn: String) throws {
        guard ARN(arn) != nil else { throw ServiceError.invalidInput("ARN \(arn) is not valid.") }
    }
}

extension Snapshot {
    func boundary(_ arn: String?, for accountID: String) throws -> PolicyReference? {
        guard let arn else { return nil }
        guard let policy = try managedPolicy(arn, for: accountID), policy.isAttachable else {
            throw ServiceError.noSuchBoundary(arn)
        }
        return policy.reference
    }
}
