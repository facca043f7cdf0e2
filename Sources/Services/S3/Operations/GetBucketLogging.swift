import S3Model
import ServiceKit

extension S3 {
    /// Access logs cannot be switched on.
    func getBucketLogging(
        _ input: GetBucketLoggingRequest, _ call: Call
    ) async throws -> GetBucketLoggingResponse {
        GetBucketLoggingResponse()
    }
}
