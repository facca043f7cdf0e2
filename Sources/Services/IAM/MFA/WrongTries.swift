import FoundationEssentials
import ServiceKit
import Synchronization

/// Counts wrong passwords and codes of a user, in memory: after some in a row no more are looked at for a while.
final class WrongTries: Sendable {
    private struct Count: Sendable {
        var tries: Int
        var last: Date
    }

    private static let most = 10
    private static let pauseSeconds: TimeInterval = 300

    private let counts = Mutex(BoundedCache<String, Count>(limit: 10_000))

    /// Counts a try before it is looked at, as a wrong one: of many at once no more are looked at than of many in
    /// a row.
    ///
    /// - Throws: `AccessDenied` while the user must wait.
    func begin(_ userID: String, at time: Date) throws {
        try counts.withLock { counts in
            let count = counts[userID] ?? Count(tries: 0, last: time)
            let isLongAgo = time.timeIntervalSince(count.last) >= Self.pauseSeconds
            let before = isLongAgo ? 0 : count.tries
            guard before < Self.most else {
                throw ServiceError.accessDenied("Too many wrong tries. Wait some minutes.")
            }
            counts[userID] = Count(tries: before + 1, last: time)
        }
    }

    /// The try was right, and those before it are forgotten.
    func forget(_ userID: String, at time: Date) {
        counts.withLock { $0[userID] = Count(tries: 0, last: time) }
    }
}
