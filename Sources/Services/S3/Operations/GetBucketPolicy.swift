import S3Model
import ServiceKit

extension S3 {
    /// No bucket has a policy yet.
    func getBucketPolicy(_ input: GetBucketPolicyRequest, _ call: Call) async throws -> GetBucketPolicyResponse {
        throw ServiceError(
            "NoSuchBucketPolicy", "The bucket policy does not exist", status: 404,
            members: [("BucketName", input.bucket)])
    }
}
