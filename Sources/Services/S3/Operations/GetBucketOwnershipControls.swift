import S3Model
import ServiceKit

extension S3 {
    /// ACLs are off: the bucket's owner owns every object.
    func getBucketOwnershipControls(
        _ input: GetBucketOwnershipControlsRequest, _ call: Call
    ) async throws -> GetBucketOwnershipControlsResponse {
        let rule = OwnershipControlsRule(objectOwnership: .bucketOwnerEnforced)
        return GetBucketOwnershipControlsResponse(ownershipControls: OwnershipControls(rules: [rule]))
    }
}
