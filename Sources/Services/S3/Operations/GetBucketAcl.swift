import S3Model
import ServiceKit

extension S3 {
    /// With ACLs off, the owner has full control and nobody else anything.
    func getBucketAcl(_ input: GetBucketAclRequest, _ call: Call) async throws -> GetBucketAclResponse {
        let bucket = try await requireBucket(input.bucket, expectedOwner: nil)
        let owner = owner(bucket.ownerID)
        let grantee = Grantee(displayName: owner.displayName, id: owner.id, type: .canonicalUser)
        return GetBucketAclResponse(owner: owner, grants: [Grant(grantee: grantee, permission: .fullControl)])
    }
}
