import S3Model
import ServiceKit

extension S3 {
    func getBucketTagging(_ input: GetBucketTaggingRequest, _ call: Call) async throws -> GetBucketTaggingResponse {
        let bucket = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        let tags: [Tag]? = try await setting(.tagging, of: bucket)
        guard let tags else {
            throw ServiceError.settingMissing("NoSuchTagSet", "The TagSet does not exist", input.bucket)
        }
        return GetBucketTaggingResponse(tagSet: tags)
    }
}
