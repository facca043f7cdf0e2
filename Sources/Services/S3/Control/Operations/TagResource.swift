import S3ControlModel
import ServiceKit
import Storage

extension S3Control {
    func tagResource(_ input: TagResourceRequest, _ call: Call) async throws -> TagResourceResponse {
        let bucket = try await bucket(input.resourceArn, of: input.accountId, call).bucket
        try BucketTags.check(input.tags)
        try await s3.store.write { transaction in
            var tags = try BucketTags(bucket, in: transaction)
            try tags.add(input.tags)
            try tags.save(of: bucket, in: transaction)
        }
        return TagResourceResponse()
    }
}
