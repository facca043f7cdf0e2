import Synchronization

/// Sessions that were answered: each leads on once. Kept in memory for longer than a session lives;
/// what a restart forgets is guarded again by what is stored (password counts, codes, time steps).
final class SpentSessions: Sendable {
    private struct Halves {
        var young: Set<String> = []
        var old: Set<String> = []
    }

    private static let halfLimit = 200_000
    private let halves = Mutex(Halves())

    /// False if it was spent before.
    func spend(_ id: String) -> Bool {
        halves.withLock { halves in
            guard !halves.old.contains(id), halves.young.insert(id).inserted else { return false }
            if halves.young.count > Self.halfLimit {
                halves.old = halves.young
                halves.young = []
            }
            return true
        }
    }

    func isSpent(_ id: String) -> Bool { halves.withLock { $0.young.contains(id) || $0.old.contains(id) } }
}
