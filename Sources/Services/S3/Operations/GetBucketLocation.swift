import S3Model
import ServiceKit

extension S3 {
    /// us-east-1 has no location constraint.
    func getBucketLocation(
        _ input: GetBucketLocationRequest, _ call: Call
    ) async throws -> GetBucketLocationResponse {
        let bucket = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        return GetBucketLocationResponse(
            locationConstraint: bucket.region == "us-east-1"
                ? nil : BucketLocationConstraint(rawValue: bucket.region))
    }
}
