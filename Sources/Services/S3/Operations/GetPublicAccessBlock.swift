import S3Model
import ServiceKit

extension S3 {
    /// All of a new bucket's public access is blocked, and that cannot be changed yet.
    func getPublicAccessBlock(
        _ input: GetPublicAccessBlockRequest, _ call: Call
    ) async throws -> GetPublicAccessBlockResponse {
        GetPublicAccessBlockResponse(
            publicAccessBlockConfiguration: PublicAccessBlockConfiguration(
                blockPublicAcls: true, ignorePublicAcls: true, blockPublicPolicy: true,
                restrictPublicBuckets: true))
    }
}
