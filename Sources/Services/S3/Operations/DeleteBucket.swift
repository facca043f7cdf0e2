import S3Model
import ServiceKit
import Storage

extension S3 {
    /// Deletes a bucket that holds no object. Uploads under way go with it.
    func deleteBucket(_ input: DeleteBucketRequest, _ call: Call) async throws -> DeleteBucketResponse {
        let found = try await requireBucket(input.bucket, expectedOwner: nil)
        try await store.write { transaction in
            let bucket = try transaction.require(found)
            let objects = try transaction.scan(ScanRange(prefix: bucket.objects.bytes, maxEntries: 1, keysOnly: true))
            guard objects.entries.isEmpty else { throw ServiceError.bucketNotEmpty(bucket.name) }
            try transaction.remove(bucket)
            // Parts of uploads under way are named by blobs' rows, which the sweep ends by this one.
            try transaction.put(GoneBucket.key(bucket.incarnation).bytes, [])
            for prefix in [bucket.objectBodies, bucket.objectManifests, bucket.uploads, bucket.uploadParts] {
                try Discarded.add(prefix, transaction)
            }
        }
        return DeleteBucketResponse()
    }
}
