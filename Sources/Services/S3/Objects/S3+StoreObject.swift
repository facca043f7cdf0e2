import FoundationEssentials
import ServiceKit
import Storage

/// An object that is ready to be committed, with what its row alone does not hold.
struct NewObject: Sendable {
    var object: StoredObject
    var attributes: ObjectAttributes
    var inline: [UInt8]?
}

/// Putting an object in place of what was there, with everything that hangs on it.
extension S3 {
    /// Commits the object and, after that, has removed what the one before it left behind.
    /// - Returns: the object with the version it became, and the bucket as it was then.
    func store(
        _ new: NewObject, in bucket: Bucket, if condition: WriteCondition
    ) async throws -> (object: StoredObject, bucket: Bucket) {
        try condition.requireTag()
        let extrasID = objectIDs.next()
        let nonce = randomness.bytes(VersionID.nonceBytes)
        let (object, current, orphans) = try await store.write { transaction in
            let current = try transaction.require(bucket)
            let latest: StoredObject? = try transaction.find(new.object.key)
            try condition.check(latest, key: new.object.nameText)
            let installed = try transaction.install(new, over: latest, in: current, nonce: nonce, extrasID: extrasID)
            return (installed.object, current, installed.orphans)
        }
        // The answer need not wait for it: no record names them any more, and what a crash leaves is swept.
        if !orphans.isEmpty { Task { [blobs] in await blobs.remove(orphans) } }
        return (object, current)
    }
}

extension Transaction {
    func install(
        _ new: NewObject, over latest: StoredObject?, in bucket: Bucket, nonce: [UInt8], extrasID: ObjectID
    ) throws -> (object: StoredObject, orphans: [BlobID]) {
        var object = new.object
        if object.lock.retention == nil, bucket.hasObjectLock {
            object.lock.retention = try defaultRetention(of: bucket, at: object.modifiedAt)
        }
        if !new.attributes.tags.isEmpty || new.attributes.acl != nil {
            try setExtras(of: &object, tags: new.attributes.tags, acl: new.attributes.acl, id: extrasID)
        }
        return try install(object, over: latest, inline: new.inline, in: bucket, nonce: nonce)
    }
}
