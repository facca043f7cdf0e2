import FoundationEssentials
import IAMModel
import ServiceKit
import Storage
import Synchronization

extension Transaction {
    fileprivate func isInUse(_ id: String) throws -> Bool {
        try exists(AccessKeyRecord.key(id)) || find(RoleRecord.self, index: RoleRecord.byID(id)) != nil
    }
}

/// When, where and for what an access key or a role was used.
struct KeyUse: Sendable, Hashable, Codable {
    var usedAt: Date
    /// `s3`
    var service: String
    var region: String
}

/// Uses of access keys on their way to the store. Of those within a quarter of an hour only the first is
/// kept, as AWS does: a busy key costs no write.
final class LastUses: Sendable {
    static let spanSeconds: TimeInterval = 15 * 60
    /// More keys than these between two flushes are not kept.
    static let mostPending = 10_000

    private let noted = BoundedCache<String, Date>(limit: 16_384)
    private let pending = Mutex<[String: KeyUse]>([:])

    func note(_ accessKeyID: String, _ use: KeyUse) {
        if let last = noted[accessKeyID], use.usedAt.timeIntervalSince(last) < Self.spanSeconds { return }
        noted[accessKeyID] = use.usedAt
        pending.withLock { pending in
            guard pending.count < Self.mostPending || pending[accessKeyID] != nil else { return }
            pending[accessKeyID] = use
        }
    }

    func pendingUse(of accessKeyID: String) -> KeyUse? { pending.withLock { $0[accessKeyID] } }

    func all() -> [String: KeyUse] { pending.withLock { $0 } }

    /// Those were written; what came meanwhile stays.
    func remove(_ written: [String: KeyUse]) {
        pending.withLock { pending in
            for (id, use) in written where pending[id] == use { pending[id] = nil }
        }
    }
}

/// The last use of an access key or a role that is known.
struct KeyUseRecord: Record, Codable {
    static let table = TableID.iamKeyUses

    /// `AKIA…`, or a role's `AROA…`
    var accessKeyID: String
    var use: KeyUse

    var key: Key { Self.key(accessKeyID) }

    static func key(_ accessKeyID: String) -> Key { Key(table: table).text(accessKeyID) }
}

extension IAM: NotesKeyUse {
    /// Called for each signed request: in memory, and mostly nothing.
    package func noteUse(accessKeyID: String, by caller: Caller?, service: String, region: String, at time: Date) {
        let use = KeyUse(usedAt: time, service: service, region: region)
        switch caller {
        case .role(let session)?: lastUses.note(session.roleID, use)
        // Other sessions' keys and root's have no record to keep it in.
        default:
            guard accessKeyID.hasPrefix(AccessKeyID.permanent), accessKeyID.utf8.count <= 128 else { return }
            lastUses.note(accessKeyID, use)
        }
    }

    /// Writes what was noted. For a task in the background; after a failure the next call writes it.
    package func flushLastUses() async throws {
        let uses = lastUses.all()
        var rest = Array(uses)
        while !rest.isEmpty {
            let batch = rest.prefix(Self.usesPerWrite)
            rest.removeFirst(batch.count)
            let records = batch.map { KeyUseRecord(accessKeyID: $0.key, use: $0.value) }
            try await store.write { transaction in
                for record in records where try transaction.isInUse(record.accessKeyID) {
                    try transaction.save(record)
                }
            }
            lastUses.remove(Dictionary(uniqueKeysWithValues: batch.map { ($0.key, $0.value) }))
        }
    }

    private static let usesPerWrite = 500

    func roleLastUsed(_ roleID: String, _ snapshot: any Snapshot) throws -> RoleLastUsed {
        let use = try lastUse(of: roleID, snapshot)
        return RoleLastUsed(lastUsedDate: use?.usedAt, region: use?.region)
    }

    /// - Parameter accessKeyID: of a user's key, or of a role.
    func lastUse(of accessKeyID: String, _ snapshot: any Snapshot) throws -> KeyUse? {
        try lastUses.pendingUse(of: accessKeyID)
            ?? snapshot.find(KeyUseRecord.self, KeyUseRecord.key(accessKeyID))?.use
    }
}
