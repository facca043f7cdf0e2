import FoundationEssentials
import S3Model
import ServiceKit

/// Requests that make an object, with what needs an action of its own beside `s3:PutObject`.
protocol WritesObject: SetsACL, AsksForEncryption, Sendable {
    var bucket: String { get }
    var key: String { get }
    var expectedBucketOwner: String? { get }
    var storageClass: StorageClass? { get }
    var metadata: [String: String]? { get }
    var tagging: String? { get }
    var objectLockMode: ObjectLockMode? { get }
    var objectLockRetainUntilDate: Date? { get }
    var objectLockLegalHoldStatus: ObjectLockLegalHoldStatus? { get }
}

extension PutObjectRequest: WritesObject {}
extension CreateMultipartUploadRequest: WritesObject {}
extension CopyObjectRequest: WritesObject {}

extension WritesObject {
    /// Every action that the request needs on the object it makes.
    /// - Parameter tags: those the object gets, where they are not the header's.
    func actions(tags: [Tag]?) -> [String] {
        var actions = ["s3:PutObject"]
        if !requestedACL.isEmpty { actions.append("s3:PutObjectAcl") }
        if tags.map({ !$0.isEmpty }) ?? (tagging != nil) { actions.append("s3:PutObjectTagging") }
        if objectLockMode != nil || objectLockRetainUntilDate != nil { actions.append("s3:PutObjectRetention") }
        if objectLockLegalHoldStatus != nil { actions.append("s3:PutObjectLegalHold") }
        return actions
    }
}

extension S3 {
    /// - Parameters:
    ///   - ifMatch: a write on condition of the object there needs the right to read it.
    ///   - tags: those the object gets, where they are not the header's.
    func toWrite(
        _ input: some WritesObject, ifMatch: String? = nil, tags: [Tag]? = nil, _ call: Call
    ) async throws -> [Permission] {
        guard !input.bucket.isEmpty, !input.key.isEmpty else { return [Permission("s3:PutObject", on: "")] }
        let found = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call)
        var permissions = write(input.actions(tags: tags), input.key, in: found, ifMatch: ifMatch, tags: tags, call)
        // A key that is not there is told to those only who may write.
        if let key = try? keyring.key(asked: input, of: found.bucket, call) {
            permissions += keyring.permissions("kms:GenerateDataKey", key, call)
        }
        return permissions
    }

    func write(
        _ actions: [String], _ key: String, in found: FoundBucket, ifMatch: String? = nil, tags: [Tag]? = nil,
        _ call: Call
    ) -> [Permission] {
        let reading = ifMatch == nil || ifMatch == "*" ? [] : ["s3:GetObject"]
        return (actions + reading).map { action in
            var permission = permission(action, on: key, in: found, call)
            if let tags { permission.finder = RequestKeys(action, call, newTags: tags) }
            // Whom a list lets write may give its new object a list; tags and locks take a policy.
            if action == "s3:PutObjectAcl", permission.aclGrant == nil, !found.bucket.hasACLsDisabled {
                permission.aclGrant = self.permission("s3:PutObject", on: key, in: found, call).aclGrant
            }
            return permission
        }
    }
}

extension CreateBucketRequest {
    /// Every action that the request needs on the bucket it makes.
    var actions: [String] {
        var actions = ["s3:CreateBucket"]
        if !requestedACL.isEmpty { actions.append("s3:PutBucketAcl") }
        if objectLockEnabledForBucket == true {
            actions += ["s3:PutBucketObjectLockConfiguration", "s3:PutBucketVersioning"]
        }
        if objectOwnership != nil { actions.append("s3:PutBucketOwnershipControls") }
        if createBucketConfiguration?.tags?.isEmpty == false { actions.append("s3:TagResource") }
        return actions
    }

    func permissions(_ call: Call) -> [Permission] {
        var context: [String: [String]] = [:]
        if let place = createBucketConfiguration?.locationConstraint?.rawValue, !place.isEmpty {
            context["s3:locationconstraint"] = [place]
        }
        return actions.map {
            Permission(
                $0, on: S3.arn(bucket), context: $0 == "s3:CreateBucket" ? context : [:], finder: RequestKeys($0, call))
        }
    }
}
