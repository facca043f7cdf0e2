import S3Model
import ServiceKit

extension S3 {
    func deletePublicAccessBlock(
        _ input: DeletePublicAccessBlockRequest, _ call: Call
    ) async throws -> DeletePublicAccessBlockResponse {
        let found = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        try await change(found) { $0.publicAccessBlock = nil }
        return DeletePublicAccessBlockResponse()
    }
}
