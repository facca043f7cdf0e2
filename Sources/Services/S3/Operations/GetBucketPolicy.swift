import S3Model
import ServiceKit

extension S3 {
    func getBucketPolicy(_ input: GetBucketPolicyRequest, _ call: Call) async throws -> GetBucketPolicyResponse {
        let found = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call)
        try requireOwner(of: found, call)
        let policy: StoredPolicy? = try await setting(.policy, of: found.bucket)
        guard let policy else { throw ServiceError.noSuchBucketPolicy(input.bucket) }
        return GetBucketPolicyResponse(policy: policy.text)
    }
}

extension ServiceError {
    static func noSuchBucketPolicy(_ bucket: String) -> ServiceError {
        ServiceError(
            "NoSuchBucketPolicy", "The bucket policy does not exist", status: 404, members: [("BucketName", bucket)])
    }
}
