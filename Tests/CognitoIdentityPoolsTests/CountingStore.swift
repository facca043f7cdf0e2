import Storage
import StorageSQLite
import Synchronization

/// A store that counts how often it is asked.
final class CountingStore: KeyValueStore {
    struct Counts: Equatable {
        var gets = 0
        var scans = 0
        var writes = 0
    }

    private let store: SQLiteStore
    private let counts = Mutex(Counts())

    init(_ store: SQLiteStore) { self.store = store }

    /// What `body` asked for.
    func counted(_ body: () async throws -> Void) async throws -> Counts {
        counts.withLock { $0 = Counts() }
        try await body()
        return counts.withLock { $0 }
    }

    func read<Value: Sendable>(_ body: @Sendable (any Snapshot) throws -> Value) async throws -> Value {
        try await store.read { snapshot in try body(CountedSnapshot(snapshot: snapshot, store: self)) }
    }

    func write<Value: Sendable>(_ body: @escaping @Sendable (any Transaction) throws -> Value) async throws -> Value {
        counts.withLock { $0.writes += 1 }
        return try await store.write(body)
    }

    fileprivate func count(_ change: (inout Counts) -> Void) { counts.withLock { change(&$0) } }
}

private struct CountedSnapshot: Snapshot {
    let snapshot: any Snapshot
    let store: CountingStore

    func get(_ key: [UInt8]) throws -> [UInt8]? {
        store.count { $0.gets += 1 }
        return try snapshot.get(key)
    }

    func scan(_ range: ScanRange) throws -> ScanPage {
        store.count { $0.scans += 1 }
        return try snapshot.scan(range)
    }
}
