import PolicyEngine
import S3Model
import ServiceKit

extension S3 {
    private static let mostKeys = 1000

    /// Deletes up to 1,000 objects. Each key is decided by itself, and answered by itself.
    func deleteObjects(_ input: DeleteObjectsRequest, _ call: Call) async throws -> DeleteObjectsResponse {
        try BodyExpectation.check(call)
        let bucket = try await requireBucket(input.bucket, expectedOwner: input.expectedBucketOwner)
        let objects = input.delete.objects
        guard (1...Self.mostKeys).contains(objects.count) else { throw ServiceError.malformedXML }
        var allowed: [String] = []
        var deleted: [DeletedObject] = []
        var errors: [DeleteObjectsError] = []
        for object in objects {
            if let refusal = try await refusal(of: object, in: bucket, call) {
                errors.append(
                    DeleteObjectsError(
                        key: object.key, versionId: object.versionId, code: refusal.code, message: refusal.message))
            } else {
                allowed.append(object.key)
                deleted.append(DeletedObject(key: object.key, versionId: object.versionId))
            }
        }
        if !allowed.isEmpty { try await delete(allowed, in: bucket) }
        return DeleteObjectsResponse(deleted: input.delete.quiet == true ? [] : deleted, errors: errors)
    }

    private func refusal(
        of object: ObjectIdentifier, in bucket: Bucket, _ call: Call
    ) async throws -> ServiceError? {
        let action = object.versionId == nil ? "s3:DeleteObject" : "s3:DeleteObjectVersion"
        let permission = Permission(action, on: Self.arn(bucket.name, object.key), in: bucket.ownerID)
        let decision = try await authorizer.decide(permission, call)
        guard decision.isAllowed else {
            if case .anonymous = call.caller { return .accessDenied() }
            return .accessDenied(
                decision.message(
                    principal: call.caller.arn, action: action, resource: permission.resource, quotingResource: true))
        }
        if let versionID = object.versionId, versionID != "null" {
            return ServiceError("NoSuchVersion", "The specified version does not exist.", status: 404)
        }
        let hasCondition = object.eTag != nil || object.size != nil || object.lastModifiedTime != nil
        return hasCondition ? .notImplemented("ETag") : nil
    }
}
