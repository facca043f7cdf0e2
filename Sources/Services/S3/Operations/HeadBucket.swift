import S3Model
import ServiceKit

extension S3 {
    func headBucket(_ input: HeadBucketRequest, _ call: Call) async throws -> HeadBucketResponse {
        let bucket = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        return HeadBucketResponse(bucketArn: Self.arn(bucket.name), accessPointAlias: false)
    }

    /// Whoever asks is told the bucket's region, even if nothing else: SDKs find their way by it.
    @Sendable func permissionsToHead(_ input: HeadBucketRequest, _ call: Call) async throws -> [Permission] {
        let found = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call)
        call.memo.addHeader("x-amz-bucket-region", found.bucket.region)
        return [permission("s3:ListBucket", on: found, call)]
    }
}
