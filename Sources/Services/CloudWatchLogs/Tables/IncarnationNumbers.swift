import FoundationEssentials
import ServiceKit
import Synchronization

/// Numbers for groups that are made: they grow, and never come twice, also not after a restart.
final class IncarnationNumbers: Sendable {
    private let last = Mutex<UInt64>(0)
    private let clock: any Clock

    init(clock: any Clock) { self.clock = clock }

    func next() -> UInt64 {
        let microseconds = UInt64(max(0, clock.now.timeIntervalSince1970 * 1_000_000))
        return last.withLock { last in
            last = max(last + 1, microseconds)
            return last
        }
    }
}
