import S3Model
import ServiceKit

extension S3 {
    /// Buckets do not encrypt by default yet, and say so.
    func getBucketEncryption(_ input: GetBucketEncryptionRequest, _ call: Call) async throws
        -> GetBucketEncryptionResponse
    {
        throw ServiceError(
            "ServerSideEncryptionConfigurationNotFoundError", "The server side encryption configuration was not found",
            status: 404,
            members: [("BucketName", input.bucket)])
    }
}
