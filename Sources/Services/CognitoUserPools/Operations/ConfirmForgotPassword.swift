import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Sets a new password by code. Whoever held the old one is signed out.
    func confirmForgotPassword(
        _ input: ConfirmForgotPasswordRequest, _ call: Call
    ) async throws -> ConfirmForgotPasswordResponse {
        let (pool, client) = try await openClient(input.clientId)
        try checkSecretHash(input.secretHash, of: client, names: [input.username])
        try PasswordRules(policy: pool.settings.passwordPolicy).check(input.password)
        guard let username = try await usernameWithCode(input, pool, client) else { throw ServiceError.expiredCode }
        let password = try await protect(input.password, of: username, in: pool)
        let (check, user): (CodeCheck, User?) = try await store.write { transaction in
            guard let user = try transaction.user(input.username, in: pool) else { return (.expired, nil) }
            guard user.enabled else { throw ServiceError.userDisabled }
            let check = try checkCode(input.confirmationCode, of: user, .forgotPassword, at: call.time, transaction)
            guard case .right(let destination) = check else { return (check, nil) }
            var changed = user
            changed.setPassword(password, status: .confirmed, at: call.time)
            changed.signOutCount += 1
            changed.verify(destination)
            try transaction.saveUser(changed, over: user, in: pool)
            return (check, changed)
        }
        if let failure = ServiceError(check) { throw failure }
        if let user {
            try await runPostConfirmation(.forgotPassword, user, pool, clientID: client.id, input.clientMetadata, call)
        }
        return ConfirmForgotPasswordResponse()
    }

    /// The user, if a code was asked for at all: only then is hashing worth its cost.
    private func usernameWithCode(
        _ input: ConfirmForgotPasswordRequest, _ pool: UserPool, _ client: UserPoolClient
    ) async throws -> String? {
        try await store.read { snapshot in
            guard let user = try snapshot.user(input.username, in: pool) else {
                if client.hidesUnknownUsers { return nil }
                throw ServiceError.noUserForClient
            }
            let code = try snapshot.get(ConfirmationCode.key(pool.id, user.sub, .forgotPassword).bytes)
            return code == nil ? nil : user.username
        }
    }
}
