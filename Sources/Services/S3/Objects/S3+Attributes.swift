import FoundationEssentials
import S3Model
import ServiceKit
import Wire

/// What a request says of the object it makes, checked against what its bucket allows.
extension S3 {
    func attributes<Input: WritesObject & OperationInput>(
        of input: Input, in found: FoundBucket, _ call: Call
    ) throws -> ObjectAttributes {
        var attributes = try ObjectAttributes(
            key: input.key, storageClass: input.storageClass?.rawValue, metadata: input.metadata, call.headers)
        attributes.tags = try input.tagging.map(TagSet.parse) ?? []
        try own(
            &attributes, input.requestedACL, in: found,
            else: .publicACLBlocked(Input.self, on: Self.arn(input.bucket, input.key), call), call)
        attributes.lock = try lock(asked: input, in: found, call)
        return attributes
    }

    /// Who will own the object, and what its list will be.
    private func own(
        _ attributes: inout ObjectAttributes, _ requested: RequestedACL, in found: FoundBucket,
        else blocked: @autoclosure () -> ServiceError, _ call: Call
    ) throws {
        let bucket = found.bucket
        if bucket.hasACLsDisabled {
            guard requested.isEmpty || requested.isBucketOwnerFullControl else { throw ServiceError.aclsNotSupported }
            return
        }
        let writer = call.caller.accountID ?? CanonicalUser.anonymousAccount
        let givesAway = bucket.ownership == .bucketOwnerPreferred && requested.isBucketOwnerFullControl
        let owner = givesAway ? bucket.ownerID : writer
        if owner != bucket.ownerID { attributes.ownerID = owner }
        attributes.acl = try acl(requested, owner: owner, in: found, else: blocked())
        // Even without a list, others' objects are theirs alone.
        if attributes.acl == nil, owner != bucket.ownerID {
            attributes.acl = .private(owner: canonicalID(owner))
        }
    }

    /// The list that a request asks for, if the bucket takes it.
    /// - Parameter blocked: what is thrown where public lists are blocked.
    func acl(
        _ requested: RequestedACL, owner: String, in found: FoundBucket, else blocked: @autoclosure () -> ServiceError
    ) throws -> AccessControlList? {
        let ownerID = canonicalID(owner)
        guard
            let list = try requested.list(
                owner: ownerID, bucketOwner: canonicalID(found.bucket.ownerID), isBucket: false,
                accounts: accounts)
        else { return nil }
        if list.isPublic, found.block.contains(.blockPublicACLs) { throw blocked() }
        return list
    }

    func canonicalID(_ account: String) -> String {
        accounts[account]?.canonicalUserID ?? CanonicalUser.anonymous
    }

    /// S3 names an account by its canonical user id.
    func owner(_ account: String) -> Owner {
        guard let known = accounts[account] else { return Owner(id: CanonicalUser.anonymous) }
        return Owner(displayName: known.name, id: known.canonicalUserID)
    }

    /// Whose an object is: with lists off, always the bucket owner's.
    func ownerID(of object: StoredObject, in bucket: Bucket) -> String {
        bucket.hasACLsDisabled || object.ownerID.isEmpty ? bucket.ownerID : object.ownerID
    }
}

enum CanonicalUser {
    /// Owns what was put without a signature, on AWS too.
    static let anonymous = "65a011a29cdf8ec533ec3d1ccaae921c"
    static let anonymousAccount = "anonymous"
}

extension ServiceError {
    static let aclsNotSupported = ServiceError(
        "AccessControlListNotSupported", "The bucket does not allow ACLs", status: 400)

    /// AWS puts the operation where an action would be: `s3:CopyObject`.
    static func publicACLBlocked(
        _ input: (some OperationInput).Type, on resource: String, _ call: Call
    ) -> ServiceError {
        if case .anonymous = call.caller { return accessDenied() }
        return accessDenied(
            "User: \(call.caller.arn) is not authorized to perform: s3:\(input.operation.name) on resource: "
                + "\"\(resource)\" because public ACLs are prevented by the BlockPublicAcls setting in S3 Block Public "
                + "Access.")
    }
}
