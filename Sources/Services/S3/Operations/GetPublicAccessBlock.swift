import S3Model
import ServiceKit

extension S3 {
    func getPublicAccessBlock(
        _ input: GetPublicAccessBlockRequest, _ call: Call
    ) async throws -> GetPublicAccessBlockResponse {
        let bucket = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        guard let block = bucket.publicAccessBlock else {
            throw ServiceError.settingMissing(
                "NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found",
                input.bucket)
        }
        return GetPublicAccessBlockResponse(
            publicAccessBlockConfiguration: PublicAccessBlockConfiguration(
                blockPublicAcls: block.contains(.blockPublicACLs),
                ignorePublicAcls: block.contains(.ignorePublicACLs),
                blockPublicPolicy: block.contains(.blockPublicPolicy),
                restrictPublicBuckets: block.contains(.restrictPublicBuckets)))
    }
}
