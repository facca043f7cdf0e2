import Synchronization

/// Numbers events in the order in which they were heard of.
final class EventSequence: Sendable {
    private let last = Atomic<UInt64>(0)

    func next() -> UInt64 { last.add(1, ordering: .relaxed).newValue }
}
