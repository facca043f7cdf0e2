import Storage
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Ids that grow: microseconds since 1970 and a counter, then random bits.
package final class BlobIDSequence: Sendable {
    private let last = Mutex<UInt64>(0)

    package init() {}

    package func next() -> BlobID {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        let microseconds = UInt64(now.tv_sec) * 1_000_000 + UInt64(now.tv_nsec) / 1000
        let high = last.withLock { last in
            last = max(last + 1, microseconds)
            return last
        }
        return BlobID(high: high, low: UInt64.random(in: .min ... .max))
    }
}
