import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    /// Sets a password for good, or a temporary one that the user must change.
    func adminSetUserPassword(
        _ input: AdminSetUserPasswordRequest, _ call: Call
    ) async throws -> AdminSetUserPasswordResponse {
        let (pool, user) = try await poolAndUser(input.userPoolId, input.username, call)
        try PasswordRules(policy: pool.settings.passwordPolicy).check(input.password)
        let hash = try await hash(input.password)
        _ = try await change(user, in: pool) { current in
            let status: UserStatusType = input.permanent == true ? .confirmed : .forceChangePassword
            current.setPassword(hash: hash, status: status, at: call.time)
        }
        return AdminSetUserPasswordResponse()
    }
}
