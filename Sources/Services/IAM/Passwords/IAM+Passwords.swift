import FoundationEssentials
import IAMModel
import ServiceKit
import Storage

/// Passwords of users: checked against the account's policy, hashed outside of transactions.
extension IAM {
    /// - Throws: `PasswordPolicyViolation` for one that the account's policy does not take.
    /// - Returns: its hash.
    func hash(
        _ password: String, _ rules: PasswordRules?, replacing profile: LoginProfileRecord?, _ call: Call
    ) async throws -> String {
        if let rules {
            try rules.check(password)
        } else {
            try StandardPasswordRules.check(password, accounts[call.accountID])
        }
        if let profile, let count = rules?.remembered {
            for former in ([profile.hash] + profile.former).prefix(count)
            where try await passwords.verify(password, against: former) {
                throw ServiceError.passwordUnfit
            }
        }
        return try await passwords.hash(password)
    }

    /// Puts a new password where the profile still is what it was when the new one was checked.
    func replacePassword(
        of profile: LoginProfileRecord, with hash: String, mustBeReset: Bool, at time: Date
    ) async throws {
        try await store.write { transaction in
            guard var current = try transaction.loginProfile(of: profile.userID), current.hash == profile.hash
            else {
                throw ServiceError(
                    IAMErrors.entityTemporarilyUnmodifiable,
                    "The login profile was changed meanwhile. Try again.")
            }
            current.take(hash, at: time)
            current.mustBeReset = mustBeReset
            try transaction.save(current)
        }
    }

    /// Keeps when a user signed in with its password, for whoever asks about it.
    package func notePasswordUse(userID: String, at time: Date) async throws {
        try await store.write { transaction in
            guard var profile = try transaction.loginProfile(of: userID) else { return }
            profile.lastUsedAt = time
            try transaction.save(profile)
        }
    }
}
