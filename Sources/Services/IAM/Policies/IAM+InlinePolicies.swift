import PolicyEngine
import ServiceKit
import Storage
import Wire

/// Policies that are part of one user, group or role. All have the same operations.
extension IAM {
    func putInlinePolicy<Holder: PolicyHolder>(
        _ type: Holder.Type, _ holderName: String, _ name: String, _ text: String, _ call: Call
    ) async throws {
        let account = call.accountID
        let policy = try PolicyText(text, as: .identity)
        let limit = PolicySize.inline(ofKind: Holder.kind)
        try await change { transaction in
            let holder = try transaction.requireModifiable(Holder.self, holderName, in: account)
            let others = try transaction.inlinePolicies(of: holder.id).filter { $0.name != name }
            // The quota is of all inline policies together.
            let size = others.reduce(policy.size) { $0 + $1.document.policySize }
            guard size <= limit, others.count < InlinePolicy.mostPerHolder else {
                throw ServiceError.inlinePoliciesTooLarge(limit, Holder.kind, holder.name)
            }
            try transaction.save(InlinePolicy(holderID: holder.id, name: name, document: text))
        }
    }

    /// An inline policy as it is answered.
    struct NamedInlinePolicy: Sendable {
        let holderName: String
        let name: String
        let encodedDocument: String
    }

    func inlinePolicy<Holder: PolicyHolder>(
        _ type: Holder.Type, _ holderName: String, _ name: String, _ call: Call
    ) async throws -> NamedInlinePolicy {
        let account = call.accountID
        return try await store.read { snapshot in
            let holder = try snapshot.require(Holder.self, holderName, in: account)
            let policy = try snapshot.require(inlinePolicy: name, of: holder)
            return NamedInlinePolicy(
                holderName: holder.name, name: policy.name,
                encodedDocument: PercentCoding.encode(policy.document))
        }
    }

    func deleteInlinePolicy<Holder: PolicyHolder>(
        _ type: Holder.Type, _ holderName: String, _ name: String, _ call: Call
    ) async throws {
        let account = call.accountID
        try await change { transaction in
            let holder = try transaction.requireModifiable(Holder.self, holderName, in: account)
            try transaction.remove(try transaction.require(inlinePolicy: name, of: holder))
        }
    }

    func inlinePolicyNames<Holder: PolicyHolder>(
        _ type: Holder.Type, _ holderName: String, _ marker: String?, _ maxItems: Int?, _ call: Call
    ) async throws -> Listing<String> {
        let account = call.accountID
        return try await store.read { snapshot in
            let holder = try snapshot.require(Holder.self, holderName, in: account)
            return try start(marker, maxItems, "inline-policies", holder.id)
                .page(InlinePolicy.self, InlinePolicy.all(of: holder.id), snapshot) { $0.name }
        }
    }
}

extension Snapshot {
    fileprivate func require<Holder: PolicyHolder>(
        inlinePolicy name: String, of holder: Holder
    ) throws -> InlinePolicy {
        guard let policy = try find(InlinePolicy.self, InlinePolicy.key(holder.id, name)) else {
            throw ServiceError.noSuchInlinePolicy(name, Holder.kind)
        }
        return policy
    }
}
