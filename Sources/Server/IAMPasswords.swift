import PasswordHashing
import ServiceKit

/// Passwords of IAM users, hashed as those of user pools are.
struct IAMPasswords: HashesPasswords {
    let hashing: PasswordHashing

    func hash(_ password: String) async throws -> String {
        try await throttled { try await hashing.hash(password) }
    }

    func verify(_ password: String, against hash: String) async throws -> Bool {
        try await throttled { try await hashing.verify(password, against: hash) }
    }

    private func throttled<Value: Sendable>(_ work: () async throws -> Value) async throws -> Value {
        do { return try await work() } catch PasswordHashing.Failure.overloaded {
            throw ServiceError("Throttling", "Rate exceeded")
        }
    }
}
