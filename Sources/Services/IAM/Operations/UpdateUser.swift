import IAMModel
import ServiceKit
import Storage

extension IAM {
    /// Renames a user or moves it to another path. It keeps its id, and with it all it has.
    func updateUser(_ input: UpdateUserRequest, _ call: Call) async throws -> UpdateUserResponse {
        let account = call.accountID
        try await change { transaction in
            let user = try transaction.require(UserRecord.self, input.userName, in: account)
            var changed = user
            changed.path = input.newPath ?? user.path
            changed.name = input.newUserName ?? user.name
            if changed.key != user.key {
                guard try !transaction.exists(changed.key) else {
                    throw ServiceError.alreadyExists("User", changed.name)
                }
                try transaction.remove(user)
            }
            try transaction.save(changed)
        }
        return UpdateUserResponse()
    }

    /// Who renames a user must be allowed to on the old name and on the new.
    func updatingUser(_ input: UpdateUserRequest, _ call: Call) async throws -> [Permission] {
        let old = try await onUser("UpdateUser", input.userName, call)
        guard input.newUserName != nil || input.newPath != nil else { return old }
        let new = making(
            "UpdateUser", "user", path: input.newPath, name: input.newUserName ?? input.userName, call)
        return old + new
    }
}
