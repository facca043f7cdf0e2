import FoundationEssentials
import ServiceKit
import Synchronization

/// Numbers for makings of functions, none twice: a function made anew has nothing of the former one's.
final class FunctionNumbers: Sendable {
    private let clock: any Clock
    private let last = Mutex<UInt64>(0)

    init(clock: any Clock) { self.clock = clock }

    func next() -> UInt64 {
        let now = UInt64(max(0, clock.now.timeIntervalSince1970 * 1_000_000))
        return last.withLock { last in
            last = max(last + 1, now)
            return last
        }
    }
}
