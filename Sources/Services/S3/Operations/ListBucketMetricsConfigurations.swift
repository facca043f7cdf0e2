import S3Model
import ServiceKit

extension S3 {
    /// There are none.
    func listBucketMetricsConfigurations(
        _ input: ListBucketMetricsConfigurationsRequest, _ call: Call
    ) async throws -> ListBucketMetricsConfigurationsResponse {
        ListBucketMetricsConfigurationsResponse(isTruncated: false)
    }
}
