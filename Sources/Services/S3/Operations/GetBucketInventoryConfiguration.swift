import S3Model
import ServiceKit

extension S3 {
    /// There are none.
    func getBucketInventoryConfiguration(
        _ input: GetBucketInventoryConfigurationRequest, _ call: Call
    ) async throws -> GetBucketInventoryConfigurationResponse {
        throw ServiceError.noSuchConfiguration
    }
}
