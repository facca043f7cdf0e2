import S3Model
import ServiceKit
import Storage

extension S3 {
    func deleteBucketPolicy(
        _ input: DeleteBucketPolicyRequest, _ call: Call
    ) async throws -> DeleteBucketPolicyResponse {
        let found = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call)
        try requireOwner(of: found, call)
        try await store.write { try $0.clear(.policy, of: found.bucket) }
        return DeleteBucketPolicyResponse()
    }
}
