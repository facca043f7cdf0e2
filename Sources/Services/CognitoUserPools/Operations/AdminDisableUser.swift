import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    /// Shuts a user out and revokes all tokens: enabling them again brings none back.
    func adminDisableUser(_ input: AdminDisableUserRequest, _ call: Call) async throws -> AdminDisableUserResponse {
        let (pool, user) = try await poolAndUser(input.userPoolId, input.username, call)
        _ = try await change(user, in: pool) { current in
            if current.enabled { current.signOutCount += 1 }
            current.enabled = false
            current.modifiedAt = call.time
        }
        return AdminDisableUserResponse()
    }
}
