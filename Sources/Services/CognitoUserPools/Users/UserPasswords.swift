import CognitoUserPoolsModel
import PasswordHashing
import ServiceKit
import Storage

extension CognitoUserPools {
    /// A password as it will be kept for the user of that name.
    func protect(_ password: String, of username: String, in pool: UserPool) async throws -> StoredPassword {
        do {
            let hash = try await passwords.hash(password)
            return StoredPassword(hash: hash, srp: try await srpVerifier(of: password, username, in: pool))
        } catch PasswordHashing.Failure.overloaded { throw ServiceError.tooManyRequests }
    }

    /// Arithmetic that takes as long as a password's, on the same threads.
    func compute<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        do { return try await passwords.compute(work) } catch PasswordHashing.Failure.overloaded {
            throw ServiceError.tooManyRequests
        }
    }

    func verify(_ password: String, against hash: String) async throws -> Bool {
        do { return try await passwords.verify(password, against: hash) } catch PasswordHashing.Failure.overloaded {
            throw ServiceError.tooManyRequests
        }
    }

    /// Changes a user, read anew inside the transaction; hashing was done before it.
    func change(
        _ user: User, in pool: UserPool, _ body: @escaping @Sendable (inout User) throws -> Void
    ) async throws -> User {
        try await store.write { transaction in
            guard let current = try transaction.find(User.self, user.key), current.sub == user.sub else {
                throw ServiceError.noUser
            }
            var changed = current
            try body(&changed)
            try transaction.saveUser(changed, over: current, in: pool)
            return changed
        }
    }

    /// Sets the password over the one that was checked: whoever changed it meanwhile was first.
    func replacePassword(
        of user: User, in pool: UserPool, by password: StoredPassword, call: Call,
        _ more: @escaping @Sendable (inout User) -> Void = { _ in }
    ) async throws -> User {
        try await change(user, in: pool) { current in
            guard current.passwordCount == user.passwordCount else { throw ServiceError.concurrentModification }
            current.setPassword(password, status: .confirmed, at: call.time)
            more(&current)
        }
    }
}
