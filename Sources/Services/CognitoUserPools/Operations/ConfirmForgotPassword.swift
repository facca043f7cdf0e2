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
        guard try await hasCode(input, pool, client) else { throw ServiceError.expiredCode }
        let hash = try await hash(input.password)
        let check: CodeCheck = try await store.write { transaction in
            guard let user = try transaction.user(input.username, in: pool) else { return .expired }
            guard user.enabled else { throw ServiceError.userDisabled }
            let check = try checkCode(input.confirmationCode, of: user, .forgotPassword, at: call.time, transaction)
            guard case .right(let destination) = check else { return check }
            var changed = user
            changed.setPassword(hash: hash, status: .confirmed, at: call.time)
            changed.signOutCount += 1
            changed.verify(destination)
            try transaction.saveUser(changed, over: user, in: pool)
            return check
        }
        if let failure = ServiceError(check) { throw failure }
        return ConfirmForgotPasswordResponse()
    }

    /// Whether a code was asked for at all: only then is hashing worth its cost.
    private func hasCode(
        _ input: ConfirmForgotPasswordRequest, _ pool: UserPool, _ client: UserPoolClient
    ) async throws -> Bool {
        try await store.read { snapshot in
            guard let user = try snapshot.user(input.username, in: pool) else {
                if client.hidesUnknownUsers { return false }
                throw ServiceError.noUserForClient
            }
            return try snapshot.get(ConfirmationCode.key(pool.id, user.sub, .forgotPassword).bytes) != nil
        }
    }
}
