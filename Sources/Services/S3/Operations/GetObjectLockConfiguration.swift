import S3Model
import ServiceKit

extension S3 {
    func getObjectLockConfiguration(
        _ input: GetObjectLockConfigurationRequest, _ call: Call
    ) async throws -> GetObjectLockConfigurationResponse {
        let bucket = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        guard bucket.hasObjectLock else {
            throw ServiceError.settingMissing(
                "ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket",
                input.bucket)
        }
        let standard: DefaultRetention? = try await setting(.objectLock, of: bucket)
        return GetObjectLockConfigurationResponse(
            objectLockConfiguration: ObjectLockConfiguration(
                objectLockEnabled: .enabled, rule: standard.map { ObjectLockRule(defaultRetention: $0) }))
    }
}
