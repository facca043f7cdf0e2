import FoundationEssentials
import S3Model
import ServiceKit

/// What a request says of the object it makes, checked against what its bucket allows.
extension S3 {
    func attributes(
        of input: some WritesObject, in found: FoundBucket, _ call: Call
    ) throws -> ObjectAttributes {
        var attributes = try ObjectAttributes(
            key: input.key, storageClass: input.storageClass?.rawValue, metadata: input.metadata, call.headers)
        attributes.tags = try input.tagging.map(TagSet.parse) ?? []
        try own(&attributes, input.requestedACL, in: found, call)
        attributes.lock = try lock(asked: input, in: found, call)
        return attributes
    }

    /// Who will own the object, and what its list will be.
    private func own(
        _ attributes: inout ObjectAttributes, _ requested: RequestedACL, in found: FoundBucket, _ call: Call
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
        attributes.acl = try acl(requested, owner: owner, in: found, isBucket: false)
        // Even without a list, others' objects are theirs alone.
        if attributes.acl == nil, owner != bucket.ownerID {
            attributes.acl = .private(owner: canonicalID(owner))
        }
    }

    /// The list that a request asks for, if the bucket takes it.
    func acl(
        _ requested: RequestedACL, owner: String, in found: FoundBucket, isBucket: Bool
    ) throws -> AccessControlList? {
        let ownerID = canonicalID(owner)
        guard
            let list = try requested.list(
                owner: ownerID, bucketOwner: canonicalID(found.bucket.ownerID), isBucket: isBucket,
                accounts: accounts)
        else { return nil }
        if list.isPublic, found.block.contains(.blockPublicACLs) { throw ServiceError.publicACLBlocked }
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

    static let publicACLBlocked = ServiceError.accessDenied()
}
