import FoundationEssentials
import ServiceKit
import Storage

/// One page of a bucket's versions, and what its rules want done with them.
struct LifecycleWalk: Sendable {
    struct Due: Sendable {
        let object: StoredObject
        let isLatest: Bool
        let action: LifecycleAction
    }

    /// Where the next page begins, with what is known of the key it may begin within.
    struct Position: Sendable {
        var key: [UInt8] = []
        var version: VersionID?
        /// Noncurrent versions of the key seen so far.
        var newerNoncurrent = 0
    }

    private static let pageSize = 250

    private(set) var due: [Due] = []
    private(set) var next: Position?

    init(
        from position: Position, of bucket: Bucket, _ rules: LifecycleRules, now: Date, in snapshot: any Snapshot
    ) throws {
        let listing = try VersionListing(
            VersionListing.Request(
                prefix: "", delimiter: nil,
                keyMarker: position.key.isEmpty ? nil : String(decoding: position.key, as: UTF8.self),
                versionMarker: position.version, limit: Self.pageSize),
            of: bucket, in: snapshot)
        var last = position
        for entry in listing.entries {
            let object = entry.object
            // A version may have become the latest since the page before.
            if last.key != object.name || entry.isLatest { last = Position(key: object.name) }
            var facts = try snapshot.facts(of: object)
            facts.isLatest = entry.isLatest
            if entry.isLatest {
                if object.isDeleteMarker { facts.isOnlyVersion = try snapshot.isAlone(object) }
            } else {
                facts.noncurrentSince = entry.since
                facts.newerNoncurrentCount = last.newerNoncurrent
                last.newerNoncurrent += 1
            }
            // Its place, which the id of a null version does not hold.
            last.version = .made(object.sequence, object.nonce)
            let action = rules.action(for: facts, now: now)
            if action != .none { due.append(Due(object: object, isLatest: entry.isLatest, action: action)) }
        }
        if listing.next != nil { next = last }
    }
}

extension Snapshot {
    /// Whether a delete marker has nothing below it.
    func isAlone(_ marker: StoredObject) throws -> Bool {
        let page = try scan(
            ScanRange(
                prefix: NoncurrentVersion.prefix(marker.bucket, marker.name).bytes, maxEntries: 2, keysOnly: true))
        return page.entries.count == 1
    }
}
