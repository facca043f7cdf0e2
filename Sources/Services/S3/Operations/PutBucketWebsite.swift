import S3Model
import ServiceKit

extension S3 {
    func putBucketWebsite(_ input: PutBucketWebsiteRequest, _ call: Call) async throws -> PutBucketWebsiteResponse {
        let bucket = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        try WebsiteConfigurationCheck.check(input.websiteConfiguration)
        try await put(input.websiteConfiguration, .website, of: bucket)
        return PutBucketWebsiteResponse()
    }
}
