import CSodium
import NIOPosix

/// Argon2id by libsodium, on threads of its own so that a burst of sign-ins never holds up a
/// request that needs no password.
package struct PasswordHashing: Sendable {
    /// What one hash costs. The defaults are OWASP's minimum for Argon2id: 19 MiB, two passes.
    package struct Cost: Sendable {
        package var passes: UInt64 = 2
        package var memoryBytes = 19 << 20

        package init() {}
    }

    package enum Failure: Error { case outOfMemory, overloaded }

    private let threads: NIOThreadPool
    private let cost: Cost
    private let waiting: HashingQueue

    /// `parallel` hashes at most are computed at once, and `queueLimit` wait at most.
    package init(cost: Cost = Cost(), parallel: Int, queueLimit: Int = 4096) {
        _ = sodium_init()
        self.cost = cost
        threads = NIOThreadPool(numberOfThreads: max(1, parallel))
        threads.start()
        waiting = HashingQueue(limit: queueLimit)
    }

    /// The hash with its salt and cost, as text that `verify` understands.
    package func hash(_ password: String) async throws -> String {
        let cost = cost
        return try await run { try Self.hash(password, cost: cost) }
    }

    /// Compares in constant time.
    package func verify(_ password: String, against hash: String) async throws -> Bool {
        try await run { Self.verify(password, against: hash) }
    }

    /// Other computing that belongs to a password and takes as long: on the same threads, in the same queue.
    package func compute<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await run(work)
    }

    private func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        guard waiting.enter() else { throw Failure.overloaded }
        defer { waiting.leave() }
        return try await threads.runIfActive {
            ThreadPriority.lowerOnce()
            return try work()
        }
    }

    private static func hash(_ password: String, cost: Cost) throws -> String {
        var text = [CChar](repeating: 0, count: Int(crypto_pwhash_STRBYTES))
        let bytes = Array(password.utf8CString)
        let code = crypto_pwhash_str_alg(
            &text, bytes, UInt64(bytes.count - 1), cost.passes, cost.memoryBytes, crypto_pwhash_ALG_ARGON2ID13)
        guard code == 0 else { throw Failure.outOfMemory }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private static func verify(_ password: String, against hash: String) -> Bool {
        let bytes = Array(password.utf8CString)
        return crypto_pwhash_str_verify(hash, bytes, UInt64(bytes.count - 1)) == 0
    }
}
