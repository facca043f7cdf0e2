import S3Model
import ServiceKit

extension S3 {
    /// The older form of the metadata configuration, which AWS keeps from accounts that never used it.
    func getBucketMetadataTableConfiguration(
        _ input: GetBucketMetadataTableConfigurationRequest, _ call: Call
    ) async throws -> GetBucketMetadataTableConfigurationResponse {
        throw ServiceError(
            "V1APIsNotAllowed",
            "The V1 GetBucketMetadataTableConfiguration API operation isn't available for this account. Use the "
                + "corresponding V2 GetBucketMetadataConfiguration API operation instead.", status: 405)
    }
}
