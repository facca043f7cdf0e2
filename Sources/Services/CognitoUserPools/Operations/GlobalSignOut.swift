import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    /// Revokes every token the user was ever given.
    func globalSignOut(_ input: GlobalSignOutRequest, _ call: Call) async throws -> GlobalSignOutResponse {
        let (pool, _, user, _) = try await bearer(input.accessToken, call)
        _ = try await change(user, in: pool) { current in current.signOutCount += 1 }
        return GlobalSignOutResponse()
    }
}
