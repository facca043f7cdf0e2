import Synchronization

/// Keeps derived signing keys: deriving one costs as much as the rest of a signature's check.
///
/// Two generations bound it: when the young one is full it becomes the old one, and what is not
/// asked for again goes with the next turn.
package final class SigningKeyCache: Sendable {
    private struct Owner: Hashable {
        let accessKeyID: String
        let scope: CredentialScope
    }

    private struct Entry {
        let secretAccessKey: String
        let key: SigningKey
    }

    private struct Generations {
        var young: [Owner: Entry] = [:]
        var old: [Owner: Entry] = [:]
    }

    private let generations = Mutex(Generations())
    private let capacity: Int

    package init(capacity: Int = 2048) { self.capacity = max(2, capacity) }

    /// The key of a secret; a secret that has changed is noticed.
    package func key(
        accessKeyID: String, secretAccessKey: String, scope: CredentialScope
    ) -> SigningKey {
        let owner = Owner(accessKeyID: accessKeyID, scope: scope)
        let found = generations.withLock { $0.young[owner] ?? $0.old[owner] }
        if let found, found.secretAccessKey == secretAccessKey { return found.key }
        let key = SigningKey(secretAccessKey: secretAccessKey, scope: scope)
        let half = capacity / 2
        generations.withLock {
            if $0.young.count >= half {
                $0.old = $0.young
                $0.young = [:]
            }
            $0.young[owner] = Entry(secretAccessKey: secretAccessKey, key: key)
        }
        return key
    }

    package func removeAll() { generations.withLock { $0 = Generations() } }

    package var count: Int { generations.withLock { $0.young.count + $0.old.count } }
}
