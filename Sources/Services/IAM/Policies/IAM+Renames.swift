import ServiceKit
import Storage

/// New names and paths of users and groups. Each keeps its id, and with it all it has.
extension IAM {
    func rename<Entity: NamedEntity>(
        _ type: Entity.Type, _ name: String, to newName: String?, _ newPath: String?, _ call: Call
    ) async throws {
        let account = call.accountID
        try await change { transaction in
            let entity = try transaction.require(Entity.self, name, in: account)
            var changed = entity
            changed.path = newPath ?? entity.path
            changed.name = newName ?? entity.name
            if changed.key != entity.key {
                guard try !transaction.exists(changed.key) else {
                    throw Entity.taken(changed.name)
                }
                try transaction.remove(entity)
            }
            try transaction.save(changed)
        }
    }

    func renaming<Entity: NamedEntity>(
        _ type: Entity.Type, _ action: String, _ name: String, to newName: String?, _ newPath: String?,
        _ call: Call
    ) async throws -> [Permission] {
        let old = try await on(Entity.self, action, name, call)
        guard newName != nil || newPath != nil else { return old }
        return old + making(action, Entity.kind, path: newPath, name: newName ?? name, call)
    }
}
