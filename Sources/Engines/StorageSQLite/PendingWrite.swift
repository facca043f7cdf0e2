import Storage

/// A closure waiting for its turn, and who waits for it.
protocol QueuedWrite: Sendable {
    /// Runs the closure in its savepoint and keeps what came of it.
    func run(in transaction: SQLiteTransaction) -> Bool
    /// Resumes the caller: with what came of the closure, or with the failure of the commit.
    func finish(_ failure: StorageError?)
}

final class PendingWrite<Value: Sendable>: QueuedWrite, @unchecked Sendable {
    private let body: @Sendable (any Transaction) throws -> Value
    private let continuation: UnsafeContinuation<Value, any Error>
    /// Touched by the writer's thread alone.
    private var outcome: Result<Value, any Error>?

    init(
        body: @escaping @Sendable (any Transaction) throws -> Value,
        continuation: UnsafeContinuation<Value, any Error>
    ) {
        self.body = body
        self.continuation = continuation
    }

    func run(in transaction: SQLiteTransaction) -> Bool {
        let outcome = Result { try body(transaction) }
        self.outcome = outcome
        if case .success = outcome { return true }
        return false
    }

    func finish(_ failure: StorageError?) {
        switch (outcome, failure) {
        case (.failure(let error), _): continuation.resume(throwing: error)
        case (.success(let value), nil): continuation.resume(returning: value)
        case (_, let failure): continuation.resume(throwing: failure ?? StorageError.closed)
        }
    }
}
