import S3Model
import ServiceKit

extension S3 {
    func deleteBucketTagging(
        _ input: DeleteBucketTaggingRequest, _ call: Call
    ) async throws -> DeleteBucketTaggingResponse {
        try await clear(.tagging, of: bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket)
        return DeleteBucketTaggingResponse()
    }
}
