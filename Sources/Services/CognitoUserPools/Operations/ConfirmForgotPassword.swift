import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Sets a new password by code. Whoever held the old one is signed out.
    func confirmForgotPassword(
        _ input: ConfirmForgotPasswordRequest, _ call: Call
    ) async throws -> ConfirmForgotPasswordResponse {
        try admit(call, .authentication)
        let (pool, client) = try await openClient(input.clientId, call)
        try checkSecretHash(input.secretHash, of: client, names: [input.username])
        try PasswordRules(policy: pool.settings.passwordPolicy).check(input.password)
        guard let (holder, isRight) = try await holderOfCode(input, pool, client, call) else {
            throw ServiceError.expiredCode
        }
        // Former passwords are told to nobody without the code.
        if isRight { try await requireUnused(input.password, by: holder.user, in: pool) }
        let password = try await protect(input.password, of: holder.user.username, in: pool)
        let (check, changed): (CodeCheck, User?) = try await store.write { transaction in
            let holder = try codeHolder(input.username, pool, client, at: call.time, transaction)
            let user = holder.user
            guard user.enabled else { throw ServiceError.userDisabled }
            let check = try checkCode(input.confirmationCode, of: user, .forgotPassword, at: call.time, transaction)
            guard case .right(let destination) = check else { return (check, nil) }
            // A lucky guess at a code that nobody was sent.
            guard !holder.isDecoy else { return (.wrong, nil) }
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

    /// Whose code it is, if one was asked for at all: only then is hashing worth its cost. And whether the code
    /// that was given is theirs, which the transaction looks at again.
    private func holderOfCode(
        _ input: ConfirmForgotPasswordRequest, _ pool: UserPool, _ client: UserPoolClient, _ call: Call
    ) async throws -> (CodeHolder, isRight: Bool)? {
        try await store.read { snapshot in
            let holder = try codeHolder(input.username, pool, client, at: call.time, snapshot)
            let key = ConfirmationCode.key(pool.id, holder.user.sub, .forgotPassword)
            guard let code = try snapshot.find(ConfirmationCode.self, key) else { return nil }
            return (holder, try !holder.isDecoy && isRight(input.confirmationCode, code, at: call.time))
        }
    }
}
