import S3Model
import ServiceKit

extension S3 {
    /// Tables of metadata cannot be made.
    func getBucketMetadataConfiguration(
        _ input: GetBucketMetadataConfigurationRequest, _ call: Call
    ) async throws -> GetBucketMetadataConfigurationResponse {
        throw ServiceError.settingMissing(
            "MetadataConfigurationNotFound", "The metadata configuration was not found", input.bucket)
    }
}
