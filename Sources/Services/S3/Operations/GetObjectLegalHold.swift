import S3Model
import ServiceKit

extension S3 {
    func getObjectLegalHold(
        _ input: GetObjectLegalHoldRequest, _ call: Call
    ) async throws -> GetObjectLegalHoldResponse {
        let (found, located) = try await requireObject(input, call)
        guard found.bucket.hasObjectLock else { throw ServiceError.lockConfigurationMissing }
        guard let hold = located.version?.lock.legalHold else { throw ServiceError.noLockOnObject }
        return GetObjectLegalHoldResponse(legalHold: ObjectLockLegalHold(status: hold ? .on : .off))
    }
}
