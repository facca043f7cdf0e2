import FoundationEssentials
import ServiceKit
import Synchronization

/// Who is signed in, in memory: after a restart people sign in again, mostly without a question.
final class UserSessions: Sendable {
    private struct Entry: Sendable {
        let session: UserSession
        let beganAt: Date
        var usedAt: Date
    }

    private static let most = 10_000
    private static let longestIdle: TimeInterval = 12 * 3600
    private static let longest: TimeInterval = 7 * 24 * 3600
    private let entries = Mutex<[String: Entry]>([:])

    func add(_ session: UserSession, at now: Date) {
        entries.withLock { entries in
            if entries.count >= Self.most {
                entries = entries.filter { !Self.isOver($0.value, now) }
                if entries.count >= Self.most, let oldest = entries.min(by: { $0.value.usedAt < $1.value.usedAt }) {
                    entries[oldest.key] = nil
                }
            }
            entries[session.id] = Entry(session: session, beganAt: now, usedAt: now)
        }
    }

    func find(_ id: String, at now: Date) -> UserSession? {
        entries.withLock { entries in
            guard let entry = entries[id] else { return nil }
            guard !Self.isOver(entry, now) else {
                entries[id] = nil
                return nil
            }
            entries[id]?.usedAt = now
            return entry.session
        }
    }

    func remove(_ id: String) { entries.withLock { $0[id] = nil } }

    private static func isOver(_ entry: Entry, _ now: Date) -> Bool {
        now.timeIntervalSince(entry.usedAt) > longestIdle || now.timeIntervalSince(entry.beganAt) > longest
    }
}
