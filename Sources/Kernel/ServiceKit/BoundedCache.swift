import Synchronization

/// A cache with an end: when it is full, the older half goes.
package final class BoundedCache<CacheKey: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Halves {
        var young: [CacheKey: Value] = [:]
        var old: [CacheKey: Value] = [:]
    }

    private let halfLimit: Int
    private let halves = Mutex(Halves())

    package init(limit: Int) { halfLimit = max(1, limit / 2) }

    package subscript(key: CacheKey) -> Value? {
        get {
            halves.withLock { halves in
                if let value = halves.young[key] { return value }
                guard let value = halves.old.removeValue(forKey: key) else { return nil }
                halves.young[key] = value
                return value
            }
        }
        set {
            halves.withLock { halves in
                halves.old[key] = nil
                halves.young[key] = newValue
                guard halves.young.count > halfLimit else { return }
                halves.old = halves.young
                halves.young = [:]
            }
        }
    }

    package func removeAll() { halves.withLock { $0 = Halves() } }
}
