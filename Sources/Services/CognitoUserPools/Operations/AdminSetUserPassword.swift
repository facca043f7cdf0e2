import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    /// Sets a password for good, or a temporary one that the user must change.
    func adminSetUserPassword(
        _ input: AdminSetUserPasswordRequest, _ call: Call
    ) async throws -> AdminSetUserPasswordResponse {
        let (pool, user) = try await poolAndUser(input.userPoolId, input.username, call)
        try PasswordRules(policy: pool.settings.passwordPolicy).check(input.password)
        try await requireUnused(input.password, by: user, in: pool)
        let password = try await protect(input.password, of: user.username, in: pool)
        _ = try await change(user, in: pool) { current in
            let status: UserStatusType = input.permanent == true ? .confirmed : .forceChangePassword
            current.setPassword(password, status: status, at: call.time)
        }
        return AdminSetUserPasswordResponse()
    }
}
