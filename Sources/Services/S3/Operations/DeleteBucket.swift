import S3Model
import ServiceKit
import Storage

extension S3 {
    /// Deletes a bucket that holds no object and no version of one. Uploads under way go with it.
    func deleteBucket(_ input: DeleteBucketRequest, _ call: Call) async throws -> DeleteBucketResponse {
        let found = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        try await store.write { transaction in
            let bucket = try transaction.require(found)
            for prefix in [bucket.objects, bucket.objectVersions] {
                let page = try transaction.scan(ScanRange(prefix: prefix.bytes, maxEntries: 1, keysOnly: true))
                guard page.entries.isEmpty else {
                    throw bucket.versioning == .never
                        ? ServiceError.bucketNotEmpty(bucket.name) : .bucketHasVersions(bucket.name)
                }
            }
            try transaction.remove(bucket)
            // Parts of uploads under way are named by blobs' rows, which the sweep ends by this one.
            try transaction.put(GoneBucket.key(bucket.incarnation).bytes, [])
            for prefix in bucket.contents { try Discarded.add(prefix, transaction) }
        }
        return DeleteBucketResponse()
    }
}

extension ServiceError {
    fileprivate static func bucketHasVersions(_ name: String) -> ServiceError {
        ServiceError(
            "BucketNotEmpty",
            "The bucket you tried to delete is not empty. You must delete all versions in the bucket.",
            status: 409, members: [("BucketName", name)])
    }
}
