import S3Model
import ServiceKit

extension S3 {
    /// Acceleration cannot be switched on.
    func getBucketAccelerateConfiguration(
        _ input: GetBucketAccelerateConfigurationRequest, _ call: Call
    ) async throws -> GetBucketAccelerateConfigurationResponse {
        GetBucketAccelerateConfigurationResponse()
    }
}
