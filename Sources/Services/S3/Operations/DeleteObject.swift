import S3Model
import ServiceKit
import Storage

extension S3 {
    /// Deletes an object. Deleting one that is not there is no error.
    func deleteObject(_ input: DeleteObjectRequest, _ call: Call) async throws -> DeleteObjectResponse {
        try refuseVersion(input.versionId)
        let bucket = try await requireBucket(input.bucket, expectedOwner: nil)
        let condition = try WriteCondition(ifMatch: input.ifMatch, ifNoneMatch: nil)
        try await delete([input.key], in: bucket, if: condition)
        return DeleteObjectResponse()
    }

    /// Deletes keys in one commit, then removes their blobs.
    func delete(_ keys: [String], in bucket: Bucket, if condition: WriteCondition? = nil) async throws {
        let orphans = try await store.write { transaction in
            _ = try transaction.require(bucket)
            var orphans: [BlobID] = []
            for key in keys {
                let object: StoredObject? = try transaction.find(StoredObject.key(bucket.incarnation, key.utf8))
                try condition?.check(object, key: key)
                guard let object else { continue }
                orphans += try transaction.removeBody(of: object)
                try transaction.remove(object)
            }
            return orphans
        }
        if !orphans.isEmpty { await blobs.remove(orphans) }
    }
}
