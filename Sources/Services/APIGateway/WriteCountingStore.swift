import Storage
import Synchronization

/// The store as this service writes it, with a count of its writes: who finds it as it was need not read again. Nobody
/// else writes what APIs are made of.
final class WriteCountingStore: KeyValueStore {
    private let store: any KeyValueStore
    private let count = Atomic<Int>(0)

    init(_ store: any KeyValueStore) { self.store = store }

    /// Changes after each write has become visible, and before its writer is told.
    var writes: Int { count.load(ordering: .acquiring) }

    func read<Value: Sendable>(_ body: @Sendable (any Snapshot) throws -> Value) async throws -> Value {
        try await store.read(body)
    }

    func write<Value: Sendable>(_ body: @escaping @Sendable (any Transaction) throws -> Value) async throws -> Value {
        // Also where it failed: whether it came to the disk is then not known.
        defer { count.add(1, ordering: .releasing) }
        return try await store.write(body)
    }
}
