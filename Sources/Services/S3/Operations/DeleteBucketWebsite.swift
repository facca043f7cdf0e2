import S3Model
import ServiceKit

extension S3 {
    func deleteBucketWebsite(
        _ input: DeleteBucketWebsiteRequest, _ call: Call
    ) async throws -> DeleteBucketWebsiteResponse {
        try await clear(.website, of: bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket)
        return DeleteBucketWebsiteResponse()
    }
}
