import S3Model
import ServiceKit

extension S3 {
    /// Told truthfully: what the bucket says, else what the configuration says, else that nothing is encrypted.
    func getBucketEncryption(
        _ input: GetBucketEncryptionRequest, _ call: Call
    ) async throws -> GetBucketEncryptionResponse {
        let bucket = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        guard let standard = keyring.standard(of: bucket) else {
            throw ServiceError.settingMissing(
                "ServerSideEncryptionConfigurationNotFoundError",
                "The server side encryption configuration was not found", input.bucket)
        }
        let rule = ServerSideEncryptionRule(
            applyServerSideEncryptionByDefault: ServerSideEncryptionByDefault(
                sseAlgorithm: ServerSideEncryption(rawValue: standard.algorithm), kmsMasterKeyID: standard.keyID),
            bucketKeyEnabled: standard.usesBucketKey)
        return GetBucketEncryptionResponse(
            serverSideEncryptionConfiguration: ServerSideEncryptionConfiguration(rules: [rule]))
    }
}
