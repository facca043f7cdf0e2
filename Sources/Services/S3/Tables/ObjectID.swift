import ServiceKit
import Storage
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Names a body or a manifest beside its record: sixteen bytes that grow with time, so that new
/// ones are written next to one another.
struct ObjectID: Sendable, Hashable {
    var bytes: [UInt8]

    var text: String { bytes.hexadecimal }
}

final class ObjectIDSequence: Sendable {
    private let last = Mutex<UInt64>(0)
    private let randomness: any Randomness

    init(_ randomness: any Randomness) { self.randomness = randomness }

    func next() -> ObjectID {
        ObjectID(bytes: Key(bytes: []).number(nextNumber()).raw(randomness.bytes(8)).bytes)
    }

    /// A number not given out before, also not before a restart.
    func nextNumber() -> UInt64 {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        let microseconds = UInt64(now.tv_sec) * 1_000_000 + UInt64(now.tv_nsec) / 1000
        return last.withLock { last in
            last = max(last + 1, microseconds)
            return last
        }
    }
}
