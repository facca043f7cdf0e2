import S3Model
import ServiceKit

extension S3 {
    /// There are none.
    func listBucketInventoryConfigurations(
        _ input: ListBucketInventoryConfigurationsRequest, _ call: Call
    ) async throws -> ListBucketInventoryConfigurationsResponse {
        ListBucketInventoryConfigurationsResponse(isTruncated: false)
    }
}
