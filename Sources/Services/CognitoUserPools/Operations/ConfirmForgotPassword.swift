import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Sets a new password by code. Whoever held the old one is signed out.
    func confirmForgotPassword(
        _ input: ConfirmForgotPasswordRequest, _ call: Call
    ) async throws -> ConfirmForgotPasswordResponse {
        try admit(call, .authentication)
        let (pool, client) = try await openClient(input.clientId)
        try checkSecretHash(input.secretHash, of: client, names: [input.username])
        try PasswordRules(policy: pool.settings.passwordPolicy).check(input.password)
        guard let (user, isRight) = try await userWithCode(input, pool, client, call) else {
            throw ServiceError.expiredCode
        }
        // Former passwords are told to nobody without the code.
        if isRight { try await requireUnused(input.password, by: user, in: pool) }
        let password = try await protect(input.password, of: user.username, in: pool)
        let (check, changed): (CodeCheck, User?) = try await store.write { transaction in
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
        if let changed {
            try await runPostConfirmation(
                .forgotPassword, changed, pool, clientID: client.id, input.clientMetadata, call)
        }
        return ConfirmForgotPasswordResponse()
    }

    /// The user, if a code was asked for at all: only then is hashing worth its cost. And whether the code that
    /// was given is theirs, which the transaction looks at again.
    private func userWithCode(
        _ input: ConfirmForgotPasswordRequest, _ pool: UserPool, _ client: UserPoolClient, _ call: Call
    ) async throws -> (User, isRight: Bool)? {
        try await store.read { snapshot in
            guard let user = try snapshot.user(input.username, in: pool) else {
                if client.hidesUnknownUsers { return nil }
                throw ServiceError.noUserForClient
            }
            let key = ConfirmationCode.key(pool.id, user.sub, .forgotPassword)
            guard let code = try snapshot.find(ConfirmationCode.self, key) else { return nil }
            return (user, try isRight(input.confirmationCode, code, at: call.time))
        }
    }
}
