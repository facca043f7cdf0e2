import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    func adminEnableUser(_ input: AdminEnableUserRequest, _ call: Call) async throws -> AdminEnableUserResponse {
        let (pool, user) = try await poolAndUser(input.userPoolId, input.username, call)
        _ = try await change(user, in: pool) { current in
            current.enabled = true
            current.modifiedAt = call.time
        }
        return AdminEnableUserResponse()
    }
}
