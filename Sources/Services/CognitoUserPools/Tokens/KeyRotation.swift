import FoundationEssentials
import ServiceKit
import Storage

/// New signing keys in the place of a pool's. The old ones stay in its key set until every token they
/// signed has expired, and verifiers that keep key sets have come back for the new one.
extension CognitoUserPools {
    /// The longest a token lives is a day; key sets are kept as long.
    private static let retirement: TimeInterval = 3 * 86_400

    /// - Parameter droppingOld: takes the old keys out of the key set at once, for keys that were stolen:
    ///   every token they signed is worth nothing from then on.
    package func rotateKeys(ofPool id: String, droppingOld: Bool = false) async throws {
        let idKey = try await keys.make(poolID: id, randomness: randomness, at: clock.now)
        let accessKey = try await keys.make(poolID: id, randomness: randomness, at: clock.now)
        let end = clock.now.addingTimeInterval(Self.retirement)
        try await store.write { transaction in
            guard var pool = try transaction.find(UserPool.self, UserPool.key(id)) else {
                throw ServiceError.noUserPool(id)
            }
            if droppingOld {
                for key in try transaction.list(SigningKey.self, prefix: SigningKey.listing(id), limit: 1000).records {
                    try transaction.remove(key)
                }
            }
            for old in [pool.idKeyID, pool.accessKeyID] {
                guard let key = try transaction.find(SigningKey.self, SigningKey.key(id, old)) else { continue }
                var retired = key
                retired.retiredUntil = end
                try transaction.replace(key, with: retired)
            }
            pool.idKeyID = idKey.id
            pool.accessKeyID = accessKey.id
            try transaction.save(idKey)
            try transaction.save(accessKey)
            try transaction.save(pool)
        }
        guard droppingOld else { return }
        keys.forget()
        verifiedTokens.removeAll()
    }

    /// Rotates the keys of every pool whose keys are older; how many were.
    package func rotateKeys(olderThan age: TimeInterval) async throws -> Int {
        var rotated = 0
        var start: [UInt8]?
        repeat {
            let from = start
            let page = try await store.read { snapshot in
                let pools = try snapshot.list(UserPool.self, prefix: Key(table: .userPools), from: from, limit: 100)
                let due = try pools.records.filter { pool in
                    let key = try snapshot.find(SigningKey.self, SigningKey.key(pool.id, pool.idKeyID))
                    return clock.now.timeIntervalSince(key?.createdAt ?? pool.createdAt) > age
                }
                return (due.map(\.id), pools.next)
            }
            for id in page.0 {
                try await rotateKeys(ofPool: id)
                rotated += 1
            }
            start = page.1
        } while start != nil
        return rotated
    }
}
