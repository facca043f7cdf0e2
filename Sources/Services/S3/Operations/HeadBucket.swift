import S3Model
import ServiceKit

extension S3 {
    func headBucket(_ input: HeadBucketRequest, _ call: Call) async throws -> HeadBucketResponse {
        let bucket = try await requireBucket(input.bucket, expectedOwner: nil)
        return HeadBucketResponse(
            bucketArn: Self.arn(bucket.name), bucketRegion: bucket.region, accessPointAlias: false)
    }
}
