import FoundationEssentials
import ServiceKit

/// Counts wrong passwords and codes of a user, in memory: after some in a row no more are looked at for a while.
final class WrongTries: Sendable {
    private struct Count: Sendable {
        var tries: Int
        var last: Date
    }

    private static let most = 10
    private static let pauseSeconds: TimeInterval = 300

    private let counts = BoundedCache<String, Count>(limit: 10_000)

    /// - Throws: `AccessDenied` while the user must wait.
    func check(_ userID: String, at time: Date) throws {
        guard let count = counts[userID], count.tries >= Self.most,
            time.timeIntervalSince(count.last) < Self.pauseSeconds
        else { return }
        throw ServiceError.accessDenied("Too many wrong tries. Wait some minutes.")
    }

    func note(_ userID: String, wasRight: Bool, at time: Date) {
        let isLongAgo = counts[userID].map { time.timeIntervalSince($0.last) >= Self.pauseSeconds } ?? true
        let before = isLongAgo ? 0 : counts[userID]?.tries ?? 0
        counts[userID] = Count(tries: wasRight ? 0 : before + 1, last: time)
    }
}
