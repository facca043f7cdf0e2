import S3Model
import ServiceKit

extension S3 {
    func getObjectRetention(
        _ input: GetObjectRetentionRequest, _ call: Call
    ) async throws -> GetObjectRetentionResponse {
        let (found, located) = try await requireObject(input, call)
        guard found.bucket.hasObjectLock else { throw ServiceError.lockConfigurationMissing }
        guard let retention = located.version?.lock.retention else { throw ServiceError.noLockOnObject }
        return GetObjectRetentionResponse(
            retention: ObjectLockRetention(
                mode: ObjectLockRetentionMode(rawValue: retention.mode.name), retainUntilDate: retention.until))
    }
}

extension ServiceError {
    static let noLockOnObject = ServiceError(
        "NoSuchObjectLockConfiguration", "The specified object does not have a ObjectLock configuration", status: 404)
}
