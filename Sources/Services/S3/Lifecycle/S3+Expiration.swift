import FoundationEssentials
import S3Model
import ServiceKit
import Storage

extension S3 {
    /// `x-amz-expiration`, where a rule of the bucket will end the object.
    func expiration(of object: StoredObject, in bucket: Bucket) async throws -> String? {
        guard bucket.settings.contains(.lifecycle) else { return nil }
        let known = knownLifecycles
        return try await store.read { snapshot in
            guard let rules = try known.find(of: bucket, in: snapshot) else { return nil }
            let latest: StoredObject? = try snapshot.find(object.key)
            guard latest?.versionID == object.versionID else { return nil }
            return rules.expiration(of: try snapshot.facts(of: object))?.expirationHeader
        }
    }

    /// When and by which rule an upload will be aborted if nobody completes it.
    func abortion(of upload: Upload, in bucket: Bucket) async throws -> LifecycleDue? {
        guard bucket.settings.contains(.lifecycle) else { return nil }
        let known = knownLifecycles
        return try await store.read { snapshot in
            try known.find(of: bucket, in: snapshot)?.abort(
                ofUpload: Array(upload.name.utf8), initiatedAt: upload.initiatedAt)
        }
    }
}

extension Snapshot {
    /// What rules look at of the latest version of a key.
    func facts(of object: StoredObject) throws -> LifecycleFacts {
        var facts = LifecycleFacts(
            key: object.name, size: object.size, modifiedAt: object.modifiedAt, storageClass: object.storageClass)
        facts.isDeleteMarker = object.isDeleteMarker
        if object.tagCount > 0 {
            for tag in try extras(of: object)?.tags ?? [] { facts.tags[tag.key] = tag.value }
        }
        return facts
    }
}
