import S3Model
import ServiceKit

extension S3 {
    /// A bucket whose versioning was never switched on has no status.
    func getBucketVersioning(
        _ input: GetBucketVersioningRequest, _ call: Call
    ) async throws -> GetBucketVersioningResponse {
        let bucket = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        switch bucket.versioning {
        case .never: return GetBucketVersioningResponse()
        case .enabled: return GetBucketVersioningResponse(status: .enabled)
        case .suspended: return GetBucketVersioningResponse(status: .suspended)
        }
    }
}
