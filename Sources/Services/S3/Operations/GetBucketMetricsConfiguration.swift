import S3Model
import ServiceKit

extension S3 {
    /// There are none.
    func getBucketMetricsConfiguration(
        _ input: GetBucketMetricsConfigurationRequest, _ call: Call
    ) async throws -> GetBucketMetricsConfigurationResponse {
        throw ServiceError.noSuchConfiguration
    }
}
