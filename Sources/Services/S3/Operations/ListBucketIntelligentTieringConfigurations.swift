import S3Model
import ServiceKit

extension S3 {
    /// There are none.
    func listBucketIntelligentTieringConfigurations(
        _ input: ListBucketIntelligentTieringConfigurationsRequest, _ call: Call
    ) async throws -> ListBucketIntelligentTieringConfigurationsResponse {
        ListBucketIntelligentTieringConfigurationsResponse(isTruncated: false)
    }
}
