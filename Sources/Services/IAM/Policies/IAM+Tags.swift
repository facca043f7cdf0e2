import IAMModel
import ServiceKit
import Storage

/// The tags of whatever has tags.
extension IAM {
    /// Tags count in conditions, so that this changes what somebody may do.
    func changeTags<Entity: Tagged>(
        _ find: @escaping @Sendable (any Snapshot) throws -> Entity,
        _ edit: @escaping @Sendable ([IAMModel.Tag]) throws -> [IAMModel.Tag]
    ) async throws {
        try await change { transaction in
            var entity = try find(transaction)
            entity.tags = try edit(entity.tags)
            try transaction.save(entity)
        }
    }

    func addTags<Entity: Tagged>(
        _ added: [IAMModel.Tag], _ find: @escaping @Sendable (any Snapshot) throws -> Entity
    ) async throws {
        try await changeTags(find) { try $0.adding(added, to: Entity.kindInErrors) }
    }

    func removeTags<Entity: Tagged>(
        _ names: [String], _ find: @escaping @Sendable (any Snapshot) throws -> Entity
    ) async throws {
        try await changeTags(find) { $0.removing(names) }
    }

    func tags<Entity: Tagged>(
        _ marker: String?, _ maxItems: Int?, _ find: @Sendable (any Snapshot) throws -> Entity
    ) async throws -> Listing<IAMModel.Tag> {
        try await store.read { snapshot in
            let entity = try find(snapshot)
            return try start(marker, maxItems, "tags", entity.id).page(entity.tags)
        }
    }
}
