import FoundationEssentials
import ServiceKit
import Storage
import Synchronization

/// Keeps events to be looked up: for ninety days, and so many at most.
struct EventStorage: Sendable {
    static let lifetime: TimeInterval = 90 * 86_400
    static let mostEvents = 100_000
    /// Events removed at one write; more are added than go only until the limit is reached.
    private static let removedAtOnce = 5000

    let store: any KeyValueStore
    let clock: any Clock
    /// How many there are; found out at the first write.
    private let counted = CountedEvents()

    init(store: any KeyValueStore, clock: any Clock) {
        self.store = store
        self.clock = clock
    }

    func write(_ events: [EventRecord]) async {
        guard !events.isEmpty else { return }
        let records = events.map { StoredEvent($0) }
        let oldest = clock.now.addingTimeInterval(-Self.lifetime)
        do {
            let known = try await count()
            let excess = max(0, known + records.count - Self.mostEvents)
            let removed = try await store.write { transaction in
                for record in records { try transaction.save(record) }
                return try Self.trim(transaction, excess: excess, before: oldest)
            }
            counted.set(known + records.count - removed)
        } catch {
            // The log of JSON lines has them; a store that fails is the sweeper's to complain about.
            counted.forget()
        }
    }

    private func count() async throws -> Int {
        if let known = counted.value { return known }
        return try await store.read { snapshot in
            try snapshot.scan(
                ScanRange(
                    prefix: Key(table: StoredEvent.table).bytes, maxEntries: 2 * Self.mostEvents, maxBytes: .max,
                    keysOnly: true)
            ).entries.count
        }
    }

    private static func trim(_ transaction: any Transaction, excess: Int, before oldest: Date) throws -> Int {
        let page: RecordPage<StoredEvent> = try transaction.list(
            prefix: Key(table: StoredEvent.table), limit: min(max(excess, 100), removedAtOnce))
        var removed = 0
        for event in page.records {
            guard removed < excess || event.time < oldest else { break }
            try transaction.remove(event)
            removed += 1
        }
        return removed
    }
}

private final class CountedEvents: Sendable {
    private let count = Mutex<Int?>(nil)
    var value: Int? { count.withLock { $0 } }
    func set(_ value: Int) { count.withLock { $0 = value } }
    func forget() { count.withLock { $0 = nil } }
}
