import S3Model
import ServiceKit

extension S3 {
    func putBucketTagging(_ input: PutBucketTaggingRequest, _ call: Call) async throws -> PutBucketTaggingResponse {
        let bucket = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        try TagSet.check(input.tagging.tagSet, limit: TagSet.mostOfBucket)
        try await put(input.tagging.tagSet, .tagging, of: bucket)
        return PutBucketTaggingResponse()
    }
}
