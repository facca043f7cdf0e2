import S3Model
import ServiceKit

extension S3 {
    func getBucketRequestPayment(
        _ input: GetBucketRequestPaymentRequest, _ call: Call
    ) async throws -> GetBucketRequestPaymentResponse {
        let bucket = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        return GetBucketRequestPaymentResponse(payer: bucket.requesterPays ? .requester : .bucketOwner)
    }
}
