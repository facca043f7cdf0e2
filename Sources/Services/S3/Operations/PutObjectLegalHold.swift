import S3Model
import ServiceKit

extension S3 {
    func putObjectLegalHold(
        _ input: PutObjectLegalHoldRequest, _ call: Call
    ) async throws -> PutObjectLegalHoldResponse {
        let (found, _) = try await requireObject(input, call)
        guard found.bucket.hasObjectLock else { throw ServiceError.lockConfigurationMissing }
        guard let status = input.legalHold?.status?.rawValue, let hold = try? Self.legalHold(status) else {
            throw ServiceError.malformedXML
        }
        let (object, bucket) = try await update(input, call) { object, _ in object.lock.legalHold = hold }
        if bucket.versioning != .never { call.memo.addHeader("x-amz-version-id", object.versionID.text) }
        return PutObjectLegalHoldResponse()
    }

    @Sendable func permissionsToHold(_ input: PutObjectLegalHoldRequest, _ call: Call) async throws -> [Permission] {
        var permissions = try await onObject("s3:PutObjectLegalHold", input, call)
        let status = input.legalHold?.status?.rawValue
        permissions[0].finder = RequestKeys(
            permissions[0].action, call, versionID: input.versionId,
            given: status.map { ["s3:object-lock-legal-hold": [$0]] } ?? [:])
        return permissions
    }
}
