import S3ControlModel
import S3Model
import ServiceKit
import Storage

extension S3Control {
    func listTagsForResource(
        _ input: ListTagsForResourceRequest, _ call: Call
    ) async throws -> ListTagsForResourceResponse {
        let bucket = try await bucket(input.resourceArn, of: input.accountId, call).bucket
        let known = try await s3.store.read { try BucketTags(bucket, in: $0) }
        return ListTagsForResourceResponse(tags: known.tags.map { Tag(key: $0.key, value: $0.value) })
    }
}
