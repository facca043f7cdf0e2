import S3Model
import ServiceKit

extension S3 {
    func putPublicAccessBlock(
        _ input: PutPublicAccessBlockRequest, _ call: Call
    ) async throws -> PutPublicAccessBlockResponse {
        let found = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        let given = input.publicAccessBlockConfiguration
        let block = try PublicAccessBlock(
            blockPublicACLs: given.blockPublicAcls, ignorePublicACLs: given.ignorePublicAcls,
            blockPublicPolicy: given.blockPublicPolicy, restrictPublicBuckets: given.restrictPublicBuckets)
        try await change(found) { $0.publicAccessBlock = block }
        return PutPublicAccessBlockResponse()
    }
}

extension PublicAccessBlock {
    /// What is left out is off; all of it left out is no configuration.
    init(
        blockPublicACLs: Bool?, ignorePublicACLs: Bool?, blockPublicPolicy: Bool?, restrictPublicBuckets: Bool?
    ) throws {
        let given: [(PublicAccessBlock, Bool?)] = [
            (.blockPublicACLs, blockPublicACLs), (.ignorePublicACLs, ignorePublicACLs),
            (.blockPublicPolicy, blockPublicPolicy), (.restrictPublicBuckets, restrictPublicBuckets),
        ]
        guard given.contains(where: { $0.1 != nil }) else {
            throw ServiceError.invalidRequest("Must specify at least one configuration.")
        }
        self = given.reduce(into: []) { if $1.1 == true { $0.insert($1.0) } }
    }
}
