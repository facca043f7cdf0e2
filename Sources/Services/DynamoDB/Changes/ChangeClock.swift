import FoundationEssentials
import ServiceKit
import Synchronization

/// The times of changes: read where the changes are made, one after another, they never go back. So a log can be searched
/// by them.
final class ChangeClock: Sendable {
    private let last = Mutex(Date.distantPast)
    private let clock: any Clock

    init(_ clock: any Clock) { self.clock = clock }

    var now: Date {
        let now = clock.now
        return last.withLock { last in
            last = max(last, now)
            return last
        }
    }
}
