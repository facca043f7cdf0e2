import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    func adminUserGlobalSignOut(
        _ input: AdminUserGlobalSignOutRequest, _ call: Call
    ) async throws -> AdminUserGlobalSignOutResponse {
        let (pool, user) = try await poolAndUser(input.userPoolId, input.username, call)
        _ = try await change(user, in: pool) { current in current.signOutCount += 1 }
        return AdminUserGlobalSignOutResponse()
    }
}
