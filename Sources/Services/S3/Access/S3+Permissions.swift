import PolicyEngine
import S3Model
import ServiceKit
import Wire

/// What an operation needs on a bucket or an object, with the values its condition keys see.
extension S3 {
    static func arn(_ bucket: String) -> String { bucket.isEmpty ? "" : "arn:aws:s3:::\(bucket)" }

    static func arn(_ bucket: String, _ key: String) -> String { "arn:aws:s3:::\(bucket)/\(key)" }

    func onBucket(
        _ action: String, _ name: String, _ expectedOwner: String?, _ call: Call, context: [String: [String]] = [:]
    ) async throws -> [Permission] {
        let found = try await bucket(name, expectedOwner: expectedOwner, call)
        return [permission(action, on: found, call, context: context, finder: RequestKeys(action, call))]
    }

    /// Of the bucket's owner alone: a policy cannot hand these on, and its root can always mend a policy that locks
    /// everybody out.
    func ofOwner(
        _ action: String, _ name: String, _ expectedOwner: String?, _ call: Call
    ) async throws -> [Permission] {
        let found = try await bucket(name, expectedOwner: expectedOwner, call)
        var permission = permission(action, on: found, call)
        if case .root(let account, _) = call.caller, account.id == found.bucket.ownerID {
            permission.resourcePolicy = nil
        }
        return [permission]
    }

    /// Refuses those of other accounts whom a policy let in.
    func requireOwner(of found: FoundBucket, _ call: Call) throws {
        guard call.caller.accountID == found.bucket.ownerID else {
            throw ServiceError.methodNotAllowed(call.method, on: "BUCKETPOLICY")
        }
    }

    func permission(
        _ action: String, on found: FoundBucket, _ call: Call, context: [String: [String]] = [:],
        finder: RequestKeys? = nil
    ) -> Permission {
        Permission(
            action, on: Self.arn(found.bucket.name), in: found.bucket.ownerID, context: context,
            resourcePolicy: found.policy(for: call.caller), aclGrant: aclGrant(action, found, nil, nil, call),
            finder: finder)
    }

    /// An action on an object, which may be one that is not there.
    /// - Parameter located: the object, where its owner, its list or its tags bear on the decision.
    func permission(
        _ action: String, on key: String, in found: FoundBucket, located: LocatedObject? = nil,
        versionID: String? = nil, _ call: Call
    ) -> Permission {
        let bucket = found.bucket
        let object = located?.version
        let isForeign = object.map { !bucket.hasACLsDisabled && !$0.ownerID.isEmpty && $0.ownerID != bucket.ownerID }
        let isOfOwner = isForeign != true || !Self.belongsToObjectOwner(action)
        // A bucket's policy allows nothing on objects that others own; it can only deny.
        let policy = isOfOwner ? found.policy(for: call.caller) : found.access.denials
        return Permission(
            action, on: Self.arn(bucket.name, key), in: isOfOwner ? bucket.ownerID : object?.ownerID,
            resourcePolicy: policy, aclGrant: aclGrant(action, found, object, located?.extras, call),
            finder: RequestKeys(action, call, versionID: versionID, tags: located?.extras?.tags ?? []))
    }

    /// Deletes, writes and locks are the bucket owner's business, whoever owns the object.
    private static func belongsToObjectOwner(_ action: String) -> Bool {
        action.hasPrefix("s3:Get") || action.hasSuffix("Acl") || action.hasSuffix("Tagging")
    }

    private func aclGrant(
        _ action: String, _ found: FoundBucket, _ object: StoredObject?, _ extras: ObjectExtras?, _ call: Call
    ) -> PrincipalMatch? {
        guard !found.bucket.hasACLsDisabled, let right = AccessControlList.Right.granting(action) else { return nil }
        let isOfBucket = AccessControlList.Right.isOfBucket(action)
        guard isOfBucket || object != nil else { return nil }
        guard let list = isOfBucket ? found.access.acl : extras?.acl else { return nil }
        let canonicalID = call.caller.accountID.flatMap { accounts[$0]?.canonicalUserID }
        return list.grant(
            right, to: call.caller, canonicalID: canonicalID,
            ignoresPublic: found.block.contains(.ignorePublicACLs))
    }

    /// A caller who may list the bucket learns that a key is missing; others learn only that they
    /// may not see it.
    func missingKey(
        _ key: String, in found: FoundBucket, _ call: Call, headers: [(name: String, value: String)] = []
    ) async throws -> ServiceError {
        let listing = permission("s3:ListBucket", on: found, call)
        let decision = try await authorizer.decide(listing, call)
        guard !decision.isAllowed else {
            var error = ServiceError.noSuchKey(key)
            error.headers = headers
            return error
        }
        return denied(listing, decision, call)
    }

    /// Decides what could not be before the operation: of one key among several, or once more, since what was decided
    /// about is not there any more and what is there now may be another's.
    func decide(_ permissions: [Permission], _ call: Call) async throws {
        for permission in permissions {
            let decision = try await authorizer.decide(permission, call)
            guard decision.isAllowed else { throw denied(permission, decision, call) }
        }
    }

    func denied(_ permission: Permission, _ decision: Decision, _ call: Call) -> ServiceError {
        if case .anonymous = call.caller { return .accessDenied() }
        return .accessDenied(
            decision.message(
                principal: call.caller.arn, action: permission.action, resource: permission.resource,
                quotingResource: true))
    }
}

extension ListObjectsRequest {
    var conditionValues: [String: [String]] { listingValues(prefix, delimiter, maxKeys) }
}

extension ListObjectsV2Request {
    var conditionValues: [String: [String]] { listingValues(prefix, delimiter, maxKeys) }
}

extension ListObjectVersionsRequest {
    var conditionValues: [String: [String]] { listingValues(prefix, delimiter, maxKeys) }
}

private func listingValues(_ prefix: String?, _ delimiter: String?, _ maxKeys: Int?) -> [String: [String]] {
    var values: [String: [String]] = [:]
    if let prefix { values["s3:prefix"] = [prefix] }
    if let delimiter { values["s3:delimiter"] = [delimiter] }
    if let maxKeys { values["s3:max-keys"] = [String(maxKeys)] }
    return values
}
