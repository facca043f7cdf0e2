import S3ControlModel
import ServiceKit
import Storage

extension S3Control {
    func getPublicAccessBlock(
        _ input: GetPublicAccessBlockRequest, _ call: Call
    ) async throws -> GetPublicAccessBlockResponse {
        guard let block = try await s3.store.read({ try $0.publicAccessBlock(ofAccount: input.accountId) }) else {
            throw ServiceError(
                "NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found",
                status: 404, members: [("AccountId", input.accountId)])
        }
        return GetPublicAccessBlockResponse(
            publicAccessBlockConfiguration: PublicAccessBlockConfiguration(
                blockPublicAcls: block.contains(.blockPublicACLs),
                ignorePublicAcls: block.contains(.ignorePublicACLs),
                blockPublicPolicy: block.contains(.blockPublicPolicy),
                restrictPublicBuckets: block.contains(.restrictPublicBuckets)))
    }
}
