/// An ordered key-value store with synchronous transactions: the one place where state lives.
///
/// Closures touch nothing but their argument and may run again. Being synchronous they cannot hash,
/// send mail or wait for anybody while others queue behind them.
package protocol KeyValueStore: Sendable {
    /// Runs `body` against one unchanging view of everything committed so far.
    func read<Value: Sendable>(_ body: @Sendable (any Snapshot) throws -> Value) async throws -> Value

    /// Runs `body` alone, and returns once what it changed is synced to disk. An error thrown by
    /// `body` undoes all of it.
    func write<Value: Sendable>(_ body: @escaping @Sendable (any Transaction) throws -> Value) async throws -> Value
}

/// One unchanging view of the store. It must not outlive its closure.
package protocol Snapshot {
    func get(_ key: [UInt8]) throws -> [UInt8]?
    func scan(_ range: ScanRange) throws -> ScanPage
}

/// A view that sees its own changes.
package protocol Transaction: Snapshot {
    func put(_ key: [UInt8], _ value: [UInt8]) throws
    func delete(_ key: [UInt8]) throws
    /// Deletes at most `limit` entries of `from ..< to`, in order, and says how many went.
    func deleteRange(from: [UInt8], to: [UInt8], limit: Int) throws -> Int
    /// Appends to a log and answers the entry's position. Positions are in commit order: who sees
    /// entry N never later sees a new entry below N.
    func append(_ log: [UInt8], _ value: [UInt8]) throws -> UInt64
}

/// The store's own failures. What a caller did wrong is never one of these.
package enum StorageError: Error, Equatable {
    /// The engine failed, with its code and words.
    case engine(code: Int32, message: String)
    /// The store is closed or being closed.
    case closed
    /// Too many writes are waiting.
    case overloaded
    /// A record's bytes are not what this version wrote.
    case corrupt(String)
    /// A key or value is larger than the store takes.
    case tooLarge(String)
}
