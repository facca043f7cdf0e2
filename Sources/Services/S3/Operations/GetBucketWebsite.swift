import S3Model
import ServiceKit

extension S3 {
    func getBucketWebsite(_ input: GetBucketWebsiteRequest, _ call: Call) async throws -> GetBucketWebsiteResponse {
        let bucket = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        let website: WebsiteConfiguration? = try await setting(.website, of: bucket)
        guard let website else {
            throw ServiceError.settingMissing(
                "NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration",
                input.bucket)
        }
        return GetBucketWebsiteResponse(
            redirectAllRequestsTo: website.redirectAllRequestsTo, indexDocument: website.indexDocument,
            errorDocument: website.errorDocument, routingRules: website.routingRules)
    }
}
