import S3Model
import ServiceKit

extension S3 {
    /// There are none.
    func listBucketAnalyticsConfigurations(
        _ input: ListBucketAnalyticsConfigurationsRequest, _ call: Call
    ) async throws -> ListBucketAnalyticsConfigurationsResponse {
        ListBucketAnalyticsConfigurationsResponse(isTruncated: false)
    }
}
