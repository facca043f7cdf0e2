import FoundationEssentials
import ServiceKit
import Storage

/// One key, or one version of it, that is to be deleted.
struct Deletion: Sendable {
    var key: String
    var versionID: VersionID?
    var condition: WriteCondition
    var bypassesGovernance: Bool
    /// What a delete marker is made of, where one is to be made.
    var sequence: UInt64
    var nonce: [UInt8]
    /// The account that asks.
    var ownerID: String
}

/// What became of it.
struct Deleted: Sendable {
    /// The version that is gone, or the marker that was made.
    var version: VersionID?
    /// A marker was made, or it was a marker that went.
    var isMarker = false
    /// A marker was made.
    var isMarkerMade = false
    var object: StoredObject?
    var orphans: [BlobID] = []
}

extension Transaction {
    func carryOut(_ deletion: Deletion, in bucket: Bucket, at time: Date) throws -> Deleted {
        let name = Array(deletion.key.utf8)
        if let id = deletion.versionID { return try destroy(id, name, deletion, in: bucket, at: time) }
        let latest: StoredObject? = try find(StoredObject.key(bucket.incarnation, name))
        try deletion.condition.check(latest, key: deletion.key)
        guard bucket.versioning != .never else {
            guard let latest else { return Deleted() }
            let orphans = try destroy(NoncurrentVersion(latest, since: time), in: bucket)
            return Deleted(object: latest, orphans: orphans)
        }
        let made = try mark(
            name, latest: latest, in: bucket, at: time, sequence: deletion.sequence, nonce: deletion.nonce,
            ownerID: deletion.ownerID)
        return Deleted(
            version: made.marker.versionID, isMarker: true, isMarkerMade: true, object: made.marker,
            orphans: made.orphans)
    }

    private func destroy(
        _ id: VersionID, _ name: [UInt8], _ deletion: Deletion, in bucket: Bucket, at time: Date
    ) throws -> Deleted {
        guard let version = try version(id, of: name, in: bucket) else {
            // Deleting what is not there is no error, as long as nothing is asked of it.
            try deletion.condition.check(nil, key: deletion.key)
            return Deleted(version: id)
        }
        try deletion.condition.check(version.object, key: deletion.key)
        guard version.object.lock.allowsDeletion(at: time, bypassingGovernance: deletion.bypassesGovernance) else {
            throw ServiceError.protectedByLock
        }
        let orphans = try destroy(version, in: bucket)
        return Deleted(
            version: id, isMarker: version.object.isDeleteMarker, object: version.object, orphans: orphans)
    }
}

extension S3 {
    func deletion(
        of key: String, _ versionID: VersionID?, if condition: WriteCondition, bypassing: Bool, in bucket: Bucket,
        _ call: Call
    ) -> Deletion {
        let caller = call.caller.accountID ?? CanonicalUser.anonymousAccount
        return Deletion(
            key: key, versionID: versionID, condition: condition, bypassesGovernance: bypassing,
            sequence: objectIDs.nextNumber(), nonce: randomness.bytes(VersionID.nonceBytes),
            ownerID: caller == bucket.ownerID ? "" : caller)
    }
}
