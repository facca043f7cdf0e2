import IAMModel
import ServiceKit
import Storage

/// The tags of users and roles.
extension IAM {
    /// Tags count in conditions, so that this changes what somebody may do.
    func changeTags<Holder: PolicyHolder>(
        of type: Holder.Type, _ name: String, _ call: Call,
        _ edit: @escaping @Sendable ([IAMModel.Tag]) throws -> [IAMModel.Tag]
    ) async throws {
        let account = call.accountID
        try await change { transaction in
            var holder = try transaction.require(Holder.self, name, in: account)
            holder.tags = try edit(holder.tags)
            try transaction.save(holder)
        }
    }

    func tags<Holder: PolicyHolder>(
        of type: Holder.Type, _ name: String, _ marker: String?, _ maxItems: Int?, _ call: Call
    ) async throws -> Listing<IAMModel.Tag> {
        let account = call.accountID
        return try await store.read { snapshot in
            let holder = try snapshot.require(Holder.self, name, in: account)
            return try start(marker, maxItems, "tags", holder.id).page(holder.tags)
        }
    }
}
