import FoundationEssentials
import Synchronization

/// AWS's lockout: after five failed passwords a second, doubling with each further one up to a
/// quarter of an hour. An attempt is counted before the password is looked at, so that many at once
/// do not slip by; a right one clears the count.
final class SignInAttempts: Sendable {
    private struct Record {
        var failures = 0
        var lockedUntil = Date.distantPast
        var lastAttempt = Date.distantPast
    }

    private struct Halves {
        var young: [String: Record] = [:]
        var old: [String: Record] = [:]
    }

    private static let free = 5
    private static let longestLock: TimeInterval = 900
    private static let halfLimit = 50_000
    private let halves = Mutex(Halves())

    /// False while the name is locked.
    func begin(_ name: String, at time: Date) -> Bool {
        halves.withLock { halves in
            var record = halves.young[name] ?? halves.old.removeValue(forKey: name) ?? Record()
            if time < record.lockedUntil { return false }
            if time.timeIntervalSince(record.lastAttempt) > Self.longestLock { record.failures = 0 }
            record.failures += 1
            record.lastAttempt = time
            if record.failures >= Self.free {
                let doublings = min(record.failures - Self.free, 10)
                let lock = min(Double(1 << doublings), Self.longestLock)
                record.lockedUntil = time.addingTimeInterval(lock)
            }
            halves.young[name] = record
            if halves.young.count > Self.halfLimit {
                halves.old = halves.young
                halves.young = [:]
            }
            return true
        }
    }

    func succeed(_ name: String) {
        halves.withLock { halves in
            halves.young[name] = nil
            halves.old[name] = nil
        }
    }
}
