import S3Model
import ServiceKit
import Storage

extension S3 {
    /// Deletes an object, or puts a delete marker over it. Deleting one that is not there is no error.
    func deleteObject(_ input: DeleteObjectRequest, _ call: Call) async throws -> DeleteObjectResponse {
        try ObjectAttributes.check(key: input.key)
        let versionID = try VersionID.parse(input.versionId)
        let condition = try WriteCondition(ifMatch: input.ifMatch, ifNoneMatch: nil)
        let bucket = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        if input.bypassGovernanceRetention == true, !bucket.hasObjectLock {
            throw ServiceError.invalidArgument(
                "x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.",
                name: "x-amz-bypass-governance-retention", value: "true")
        }
        let deletion = deletion(
            of: input.key, versionID, if: condition, bypassing: input.bypassGovernanceRetention == true, in: bucket,
            call)
        let (deleted, current) = try await store.write { transaction in
            let current = try transaction.require(bucket)
            return (try transaction.carryOut(deletion, in: current, at: call.time), current)
        }
        if !deleted.orphans.isEmpty { await blobs.remove(deleted.orphans) }
        try await tell(of: deleted, in: current, call)
        guard current.versioning != .never || versionID != nil else { return DeleteObjectResponse() }
        return DeleteObjectResponse(
            deleteMarker: deleted.isMarker ? true : nil, versionId: deleted.version?.text)
    }
}
