import S3Model
import ServiceKit

extension S3 {
    /// Says whether callers of other accounts must agree to pay. They are let in if they do; nobody pays here.
    func putBucketRequestPayment(
        _ input: PutBucketRequestPaymentRequest, _ call: Call
    ) async throws -> PutBucketRequestPaymentResponse {
        let payer = input.requestPaymentConfiguration.payer
        guard payer == .requester || payer == .bucketOwner else { throw ServiceError.malformedXML }
        let bucket = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        try await change(bucket) { $0.requesterPays = payer == .requester }
        return PutBucketRequestPaymentResponse()
    }
}
