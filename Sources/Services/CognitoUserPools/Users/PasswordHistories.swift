import CognitoUserPoolsModel
import ServiceKit
import Storage

extension UserPool {
    /// How many passwords, the present one among them, a user may not set again.
    fileprivate var passwordHistorySize: Int { min(24, settings.passwordPolicy.passwordHistorySize ?? 0) }
}

extension CognitoUserPools {
    /// Refuses a password that the user has, or had lately, where the pool's policy says so. Who calls it has
    /// proven to be the user: the answer tells former passwords.
    func requireUnused(_ password: String, by user: User, in pool: UserPool) async throws {
        let size = pool.passwordHistorySize
        guard size > 0 else { return }
        let history = try await store.read { snapshot in
            try snapshot.find(PasswordHistory.self, PasswordHistory.key(pool.id, user.sub))
        }
        let hashes = [user.passwordHash].compactMap(\.self) + (history?.hashes ?? [])
        for hash in hashes.prefix(size) where try await verify(password, against: hash) {
            throw ServiceError(
                CognitoUserPoolsErrors.passwordHistoryPolicyViolation,
                "Password does not conform to policy: Password was used before.")
        }
    }
}

extension Transaction {
    /// Remembers the password that `user` no longer has.
    func keepFormerPassword(_ previous: User?, _ user: User, in pool: UserPool) throws {
        let size = pool.passwordHistorySize
        guard size > 0, let previous, let former = previous.passwordHash, former != user.passwordHash else { return }
        let key = PasswordHistory.key(pool.id, user.sub)
        let known = try find(PasswordHistory.self, key)?.hashes ?? []
        try save(PasswordHistory(poolID: pool.id, sub: user.sub, hashes: Array(([former] + known).prefix(size))))
    }
}
