import FoundationEssentials
import ServiceKit
import Storage

/// Putting and deleting versions, with everything that hangs on them. Each answers the blobs that are to be removed
/// once the transaction is committed.
///
/// The latest version of a key stands among the objects unless it is a delete marker; all others stand among the
/// versions, and a null version there has a row that leads to it.
extension Transaction {
    /// Makes the object the latest version of its key, and says what it became: its sequence is greater than any
    /// before it.
    func install(
        _ object: StoredObject, over latest: StoredObject?, inline bytes: [UInt8]?, in bucket: Bucket, nonce: [UInt8]
    ) throws -> (object: StoredObject, orphans: [BlobID]) {
        var object = object
        var orphans: [BlobID] = []
        object.nonce = bucket.versioning == .enabled ? nonce : []
        if bucket.versioning == .never {
            if let latest { orphans = try removeContents(of: latest) }
        } else {
            object.sequence = try sequence(after: latest, object.sequence, object.name, in: bucket)
            orphans = try makeWay(for: object, latest, in: bucket)
        }
        try putBody(of: object, inline: bytes)
        try replace(nil, with: object)
        return (object, orphans)
    }

    /// Puts a delete marker over what a key has.
    func mark(
        _ name: [UInt8], latest: StoredObject?, in bucket: Bucket, at time: Date, sequence: UInt64, nonce: [UInt8],
        ownerID: String
    ) throws -> (marker: StoredObject, orphans: [BlobID]) {
        let marker = StoredObject(
            markerOf: name, in: bucket, at: time,
            sequence: try self.sequence(after: latest, sequence, name, in: bucket),
            nonce: bucket.versioning == .enabled ? nonce : [], ownerID: ownerID)
        let orphans = try makeWay(for: marker, latest, in: bucket)
        if let latest { try remove(latest) }
        try keep(NoncurrentVersion(marker, since: time))
        return (marker, orphans)
    }

    /// Deletes one version for good. If it was the latest, the newest of the others takes its place.
    func destroy(_ version: NoncurrentVersion, in bucket: Bucket) throws -> [BlobID] {
        let object = version.object
        let orphans = try removeContents(of: object)
        let latest: StoredObject? = try find(object.key)
        if let latest, latest.versionID == object.versionID {
            try remove(latest)
        } else {
            try drop(version)
            // Another object is the latest: it stays so.
            if latest != nil { return orphans }
        }
        guard bucket.versioning != .never, let next = try newestNoncurrent(object.name, in: bucket),
            !next.object.isDeleteMarker
        else { return orphans }
        try drop(next)
        try replace(nil, with: next.object)
        return orphans
    }

    /// Changes a version where it stands.
    func update(_ version: NoncurrentVersion, _ change: (inout StoredObject) throws -> Void) throws {
        var changed = version
        try change(&changed.object)
        let latest: StoredObject? = try find(version.object.key)
        if let latest, latest.versionID == version.object.versionID {
            try replace(latest, with: changed.object)
        } else {
            try replace(version, with: changed)
        }
    }

    // MARK: Steps

    private func sequence(
        after latest: StoredObject?, _ proposed: UInt64, _ name: [UInt8], in bucket: Bucket
    ) throws -> UInt64 {
        let newest = try latest?.sequence ?? newestNoncurrent(name, in: bucket)?.object.sequence
        return newest.map { max($0 + 1, proposed) } ?? proposed
    }

    /// What the newer version replaces goes; what it does not is kept.
    private func makeWay(
        for newer: StoredObject, _ latest: StoredObject?, in bucket: Bucket
    ) throws -> [BlobID] {
        var orphans: [BlobID] = []
        if let latest {
            if newer.isNullVersion, latest.isNullVersion {
                orphans += try removeContents(of: latest)
            } else {
                try keep(NoncurrentVersion(latest, since: newer.modifiedAt))
            }
        }
        guard newer.isNullVersion else { return orphans }
        // There is one null version of a key at most.
        let row = NullVersionRow.key(bucket.incarnation, newer.name)
        if latest?.isNullVersion != true, let key = try get(row.bytes),
            let older: NoncurrentVersion = try find(Key(bytes: key))
        {
            orphans += try removeContents(of: older.object)
            try drop(older)
        }
        return orphans
    }

    private func keep(_ version: NoncurrentVersion) throws {
        try replace(nil, with: version)
        guard version.object.isNullVersion else { return }
        try put(NullVersionRow.key(version.object.bucket, version.object.name).bytes, version.key.bytes)
    }

    private func drop(_ version: NoncurrentVersion) throws {
        try remove(version)
        guard version.object.isNullVersion else { return }
        try delete(NullVersionRow.key(version.object.bucket, version.object.name).bytes)
    }
}
