import S3Model
import ServiceKit

extension S3 {
    func deleteBucketLifecycle(
        _ input: DeleteBucketLifecycleRequest, _ call: Call
    ) async throws -> DeleteBucketLifecycleResponse {
        try await clear(.lifecycle, of: bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket)
        return DeleteBucketLifecycleResponse()
    }
}
