import S3Model
import ServiceKit

extension S3 {
    /// There are none.
    func getBucketIntelligentTieringConfiguration(
        _ input: GetBucketIntelligentTieringConfigurationRequest, _ call: Call
    ) async throws -> GetBucketIntelligentTieringConfigurationResponse {
        throw ServiceError.noSuchConfiguration
    }
}
