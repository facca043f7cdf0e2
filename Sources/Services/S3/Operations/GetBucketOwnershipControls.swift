import S3Model
import ServiceKit

extension S3 {
    func getBucketOwnershipControls(
        _ input: GetBucketOwnershipControlsRequest, _ call: Call
    ) async throws -> GetBucketOwnershipControlsResponse {
        let bucket = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        guard let ownership = bucket.ownership else {
            throw ServiceError.settingMissing(
                "OwnershipControlsNotFoundError", "The bucket ownership controls were not found", input.bucket)
        }
        return GetBucketOwnershipControlsResponse(
            ownershipControls: OwnershipControls(rules: [OwnershipControlsRule(objectOwnership: ownership.name)]))
    }
}
