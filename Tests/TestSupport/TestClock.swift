import FoundationEssentials
import ServiceKit
import Synchronization

/// A clock that stands still until it is moved.
package final class TestClock: Clock {
    private let time: Mutex<Date>

    package init(_ time: Date = Date(timeIntervalSince1970: 1_795_000_000)) { self.time = Mutex(time) }

    package var now: Date { time.withLock { $0 } }

    package func advance(bySeconds seconds: Double) {
        time.withLock { $0 = $0.addingTimeInterval(seconds) }
    }
}
