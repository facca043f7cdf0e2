import S3Model
import ServiceKit

extension S3 {
    func deleteBucketOwnershipControls(
        _ input: DeleteBucketOwnershipControlsRequest, _ call: Call
    ) async throws -> DeleteBucketOwnershipControlsResponse {
        let found = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        try await change(found) { $0.ownership = nil }
        return DeleteBucketOwnershipControlsResponse()
    }
}
