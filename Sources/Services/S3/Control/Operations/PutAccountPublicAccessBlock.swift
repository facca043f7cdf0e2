import S3ControlModel
import ServiceKit
import Storage

extension S3Control {
    func putPublicAccessBlock(
        _ input: PutPublicAccessBlockRequest, _ call: Call
    ) async throws -> PutPublicAccessBlockResponse {
        let given = input.publicAccessBlockConfiguration
        let block = try PublicAccessBlock(
            blockPublicACLs: given.blockPublicAcls, ignorePublicACLs: given.ignorePublicAcls,
            blockPublicPolicy: given.blockPublicPolicy, restrictPublicBuckets: given.restrictPublicBuckets)
        try await s3.store.write { try $0.set(block, ofAccount: input.accountId) }
        return PutPublicAccessBlockResponse()
    }
}
