import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// A user deletes themself.
    func deleteUser(_ input: DeleteUserRequest, _ call: Call) async throws -> DeleteUserResponse {
        let (_, _, user, _) = try await bearer(input.accessToken, call)
        try await store.write { transaction in
            guard let current = try transaction.find(User.self, user.key), current.sub == user.sub else { return }
            try transaction.removeUser(current)
        }
        return DeleteUserResponse()
    }
}
