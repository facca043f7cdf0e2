import S3Model
import ServiceKit

extension S3 {
    /// Whether the policy lets everybody in, by S3's meaning of public.
    func getBucketPolicyStatus(
        _ input: GetBucketPolicyStatusRequest, _ call: Call
    ) async throws -> GetBucketPolicyStatusResponse {
        let found = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call)
        guard found.access.policy != nil else { throw ServiceError.noSuchBucketPolicy(input.bucket) }
        return GetBucketPolicyStatusResponse(policyStatus: PolicyStatus(isPublic: found.access.isPolicyPublic))
    }
}
