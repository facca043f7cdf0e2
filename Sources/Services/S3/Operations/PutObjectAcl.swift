import S3Model
import ServiceKit

extension S3 {
    func putObjectAcl(_ input: PutObjectAclRequest, _ call: Call) async throws -> PutObjectAclResponse {
        let (found, located) = try await requireObject(input, call)
        guard let object = located.version else { throw ServiceError.noSuchKey(input.key) }
        let requested = input.requestedACL
        guard !requested.isEmpty else { throw ServiceError.missingACL }
        guard !found.bucket.hasACLsDisabled || requested.isBucketOwnerFullControl else {
            throw ServiceError.aclsNotSupported
        }
        guard !found.bucket.hasACLsDisabled else { return PutObjectAclResponse() }
        let owner = ownerID(of: object, in: found.bucket)
        let list = try acl(
            requested, owner: owner, in: found,
            else: .publicACLBlocked(PutObjectAclRequest.self, on: Self.arn(input.bucket, input.key), call))
        let id = objectIDs.next()
        let (changed, bucket) = try await update(input, call) { object, transaction in
            let tags = try transaction.extras(of: object)?.tags ?? []
            try transaction.setExtras(of: &object, tags: tags, acl: list, id: id)
        }
        if bucket.versioning != .never { call.memo.addHeader("x-amz-version-id", changed.versionID.text) }
        try await tell(of: "ObjectAcl:Put", changed, in: bucket, call)
        return PutObjectAclResponse()
    }
}

extension ServiceError {
    static let missingACL = ServiceError(
        "MissingSecurityHeader", "Your request was missing a required header", status: 400,
        members: [("MissingHeaderName", "x-amz-acl")])
}
