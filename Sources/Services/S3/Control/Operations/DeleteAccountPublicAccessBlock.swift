import S3ControlModel
import ServiceKit
import Storage

extension S3Control {
    func deletePublicAccessBlock(
        _ input: DeletePublicAccessBlockRequest, _ call: Call
    ) async throws -> DeletePublicAccessBlockResponse {
        try await s3.store.write { try $0.set(nil, ofAccount: input.accountId) }
        return DeletePublicAccessBlockResponse()
    }
}
