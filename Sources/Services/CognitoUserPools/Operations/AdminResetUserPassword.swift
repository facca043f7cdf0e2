import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// The user's password serves no more; the code they are sent leads to a new one by ConfirmForgotPassword.
    func adminResetUserPassword(
        _ input: AdminResetUserPasswordRequest, _ call: Call
    ) async throws -> AdminResetUserPasswordResponse {
        let code = makeCode()
        let (pool, user, destination) = try await store.write { transaction -> (UserPool, User, CodeDestination) in
            let pool = try self.pool(input.userPoolId, call, transaction)
            let user = try transaction.requireUser(input.username, in: pool)
            let destination = try recoveryDestination(of: user, in: pool)
            try storeCode(code, for: user, .forgotPassword, to: destination, at: call.time, transaction)
            var changed = user
            changed.status = .resetRequired
            changed.modifiedAt = call.time
            try transaction.saveUser(changed, over: user, in: pool)
            return (pool, changed, destination)
        }
        try await deliver(
            try await customized(
                pool.verificationMessage(code, to: destination, at: call.time), "ForgotPassword", user, code: code,
                destination, pool, clientID: nil, input.clientMetadata, call))
        return AdminResetUserPasswordResponse()
    }
}
