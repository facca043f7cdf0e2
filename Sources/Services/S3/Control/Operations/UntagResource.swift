import S3ControlModel
import ServiceKit
import Storage

extension S3Control {
    func untagResource(_ input: UntagResourceRequest, _ call: Call) async throws -> UntagResourceResponse {
        let bucket = try await bucket(input.resourceArn, of: input.accountId, call).bucket
        try await s3.store.write { transaction in
            var tags = try BucketTags(bucket, in: transaction)
            tags.remove(input.tagKeys)
            try tags.save(of: bucket, in: transaction)
        }
        return UntagResourceResponse()
    }
}
