import S3Model
import ServiceKit

extension S3 {
    func getBucketLifecycleConfiguration(
        _ input: GetBucketLifecycleConfigurationRequest, _ call: Call
    ) async throws -> GetBucketLifecycleConfigurationResponse {
        let bucket = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        let stored: StoredLifecycle? = try await setting(.lifecycle, of: bucket)
        guard let stored else {
            throw ServiceError.settingMissing(
                "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist", input.bucket)
        }
        return GetBucketLifecycleConfigurationResponse(
            rules: stored.rules,
            transitionDefaultMinimumObjectSize: TransitionDefaultMinimumObjectSize(rawValue: stored.minimumSize))
    }
}

/// A bucket's lifecycle as it was put.
struct StoredLifecycle: Codable, Sendable {
    var rules: [LifecycleRule]
    /// `all_storage_classes_128K` or `varies_by_storage_class`.
    var minimumSize: String
}
