import S3Model
import ServiceKit

extension S3 {
    /// No bucket has tags yet.
    func getBucketTagging(_ input: GetBucketTaggingRequest, _ call: Call) async throws -> GetBucketTaggingResponse {
        throw ServiceError(
            "NoSuchTagSet", "The TagSet does not exist", status: 404,
            members: [("BucketName", input.bucket)])
    }
}
