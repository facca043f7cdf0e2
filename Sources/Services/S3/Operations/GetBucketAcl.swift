import S3Model
import ServiceKit

extension S3 {
    /// With lists off, the owner has full control and nobody else anything.
    func getBucketAcl(_ input: GetBucketAclRequest, _ call: Call) async throws -> GetBucketAclResponse {
        let found = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call)
        let owner = found.bucket.ownerID
        let list = found.bucket.hasACLsDisabled ? nil : found.access.acl
        return GetBucketAclResponse(owner: self.owner(owner), grants: shown(list, owner: owner))
    }
}
