import FoundationEssentials
import ServiceKit
import Storage
import Synchronization

/// Keeps events to be looked up: for ninety days, and so many at most.
struct EventStorage: Sendable {
    static let lifetime: TimeInterval = 90 * 86_400
    static let mostEvents = 100_000
    /// Of those without a signature, which anybody can send.
    static let mostOpenEvents = 20_000
    /// Events removed at one write; more are added than go only until the limit is reached.
    private static let removedAtOnce = 5000

    let store: any KeyValueStore
    let clock: any Clock
    /// How many there are, of each kind; found out at the first write.
    private let signed = CountedEvents()
    private let open = CountedEvents()

    init(store: any KeyValueStore, clock: any Clock) {
        self.store = store
        self.clock = clock
    }

    func write(_ events: [EventRecord]) async {
        await write(events.filter(\.isSigned).map { StoredEvent($0) }, signed: true)
        await write(events.filter { !$0.isSigned }.map { StoredEvent($0) }, signed: false)
    }

    private func write(_ records: [StoredEvent], signed isSigned: Bool) async {
        guard !records.isEmpty else { return }
        let counted = isSigned ? signed : open
        let oldest = clock.now.addingTimeInterval(-Self.lifetime)
        do {
            let known = try await count(isSigned, counted)
            let excess = max(0, known + records.count - (isSigned ? Self.mostEvents : Self.mostOpenEvents))
            let removed = try await store.write { transaction in
                for record in records { try transaction.save(record) }
                return try Self.trim(transaction, isSigned, excess: excess, before: oldest)
            }
            counted.set(known + records.count - removed)
        } catch {
            // The log of JSON lines has them; a store that fails is the sweeper's to complain about.
            counted.forget()
        }
    }

    private func count(_ isSigned: Bool, _ counted: CountedEvents) async throws -> Int {
        if let known = counted.value { return known }
        return try await store.read { snapshot in
            try snapshot.scan(
                ScanRange(
                    prefix: StoredEvent.all(signed: isSigned).bytes, maxEntries: 2 * Self.mostEvents, maxBytes: .max,
                    keysOnly: true)
            ).entries.count
        }
    }

    private static func trim(
        _ transaction: any Transaction, _ isSigned: Bool, excess: Int, before oldest: Date
    ) throws -> Int {
        let page: RecordPage<StoredEvent> = try transaction.list(
            prefix: StoredEvent.all(signed: isSigned), limit: min(max(excess, 100), removedAtOnce))
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
