import Crypto
import FoundationEssentials
import ServiceKit
import Storage
import Synchronization

/// A key of the server under which SSE-S3 seals the objects' keys, itself sealed under the key file.
struct ObjectKeyRecord: Record, Codable {
    static let table = TableID.objectKeys

    var number: UInt64
    var sealed: [UInt8]
    var madeAt: Date

    var key: Key { Key(table: .objectKeys).number(number) }
}

/// The server's keys. The newest seals; those before it go on opening what they sealed, so that a new one can be made
/// at any time and no object is written again.
final class ServerKeys: Sendable {
    private struct Known {
        var newest: UInt64?
        var madeAt: Date?
        var keys: [UInt64: SymmetricKey] = [:]
    }

    private static let mostKeys = 10_000
    private let store: any KeyValueStore
    private let sealer: PurposeSealer
    private let randomness: any Randomness
    private let clock: any Clock
    private let known = Mutex(Known())

    init(store: any KeyValueStore, sealer: Sealer, randomness: any Randomness, clock: any Clock) {
        self.store = store
        self.sealer = sealer.bound(to: .secretAtRest)
        self.randomness = randomness
        self.clock = clock
    }

    /// The key that seals now; made when the first object is encrypted.
    func newest() async throws -> (number: UInt64, key: SymmetricKey) {
        if let found = newestKnown { return found }
        try await load()
        if let found = newestKnown { return found }
        try await make()
        guard let found = newestKnown else { throw StorageError.corrupt("a key of the server is gone") }
        return found
    }

    func key(_ number: UInt64) async throws -> SymmetricKey {
        if let key = known.withLock({ $0.keys[number] }) { return key }
        try await load()
        guard let key = known.withLock({ $0.keys[number] }) else {
            throw StorageError.corrupt("a key of the server is gone")
        }
        return key
    }

    /// Makes a new key where the newest is older than that.
    func rotate(olderThan seconds: Double) async throws -> Bool {
        try await load()
        guard let madeAt = known.withLock({ $0.madeAt }), clock.now.timeIntervalSince(madeAt) > seconds else {
            return false
        }
        try await make()
        return true
    }

    private var newestKnown: (number: UInt64, key: SymmetricKey)? {
        known.withLock { known in
            guard let number = known.newest, let key = known.keys[number] else { return nil }
            return (number, key)
        }
    }

    private func load() async throws {
        let records: [ObjectKeyRecord] = try await store.read { snapshot in
            try snapshot.list(prefix: Key(table: .objectKeys), limit: Self.mostKeys).records
        }
        for record in records { try keep(record) }
    }

    private func make() async throws {
        let material = randomness.bytes(32)
        let sealed = try sealer.seal(material)
        let now = clock.now
        let before = known.withLock { $0.newest }
        let record = try await store.write { transaction -> ObjectKeyRecord in
            let page: RecordPage<ObjectKeyRecord> = try transaction.list(
                prefix: Key(table: .objectKeys), limit: Self.mostKeys)
            // Another request made one meanwhile.
            if let last = page.records.last, last.number != before { return last }
            let record = ObjectKeyRecord(number: (page.records.last?.number ?? 0) + 1, sealed: sealed, madeAt: now)
            try transaction.save(record)
            return record
        }
        try keep(record)
    }

    private func keep(_ record: ObjectKeyRecord) throws {
        let key = SymmetricKey(data: try sealer.open(record.sealed))
        known.withLock { known in
            known.keys[record.number] = key
            if record.number >= known.newest ?? 0 {
                known.newest = record.number
                known.madeAt = record.madeAt
            }
        }
    }
}

extension S3 {
    /// Makes a new key for SSE-S3 where the newest has served long enough. What the older ones sealed stays as it is.
    package func rotateKeys() async throws -> Bool {
        try await keyring.server.rotate(olderThan: Double(settings.keyRotationDays) * 86_400)
    }
}
