import S3Model
import ServiceKit

extension S3 {
    /// There are none.
    func getBucketAnalyticsConfiguration(
        _ input: GetBucketAnalyticsConfigurationRequest, _ call: Call
    ) async throws -> GetBucketAnalyticsConfigurationResponse {
        throw ServiceError.noSuchConfiguration
    }
}
