import S3Model
import ServiceKit

extension S3 {
    func deleteBucketEncryption(
        _ input: DeleteBucketEncryptionRequest, _ call: Call
    ) async throws -> DeleteBucketEncryptionResponse {
        let found = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        try await change(found) { $0.encryption = nil }
        return DeleteBucketEncryptionResponse()
    }
}
