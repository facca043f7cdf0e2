import IAMModel
import ServiceKit
import Storage

extension IAM {
    func updateUser(_ input: UpdateUserRequest, _ call: Call) async throws -> UpdateUserResponse {
        try await rename(UserRecord.self, input.userName, to: input.newUserName, input.newPath, call)
        return UpdateUserResponse()
    }

    /// Who renames a user must be allowed to on the old name and on the new.
    func updatingUser(_ input: UpdateUserRequest, _ call: Call) async throws -> [Permission] {
        try await renaming(
            UserRecord.self, "UpdateUser", input.userName, to: input.newUserName, input.newPath, call)
    }
}
