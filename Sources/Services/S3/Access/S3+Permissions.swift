import PolicyEngine
import S3Model
import ServiceKit
import Wire

/// What an operation needs on a bucket or an object, with the values its condition keys see.
extension S3 {
    static func arn(_ bucket: String) -> String { bucket.isEmpty ? "" : "arn:aws:s3:::\(bucket)" }

    static func arn(_ bucket: String, _ key: String) -> String { "arn:aws:s3:::\(bucket)/\(key)" }

    func onBucket(
        _ action: String, _ name: String, _ expectedOwner: String?, _ call: Call
    ) async throws -> [Permission] {
        let bucket = try await requireBucket(name, expectedOwner: expectedOwner)
        return [Permission(action, on: Self.arn(name), in: bucket.ownerID)]
    }

    func onListing(
        _ name: String, _ expectedOwner: String?, _ values: [String: [String]], _ call: Call
    ) async throws -> [Permission] {
        let bucket = try await requireBucket(name, expectedOwner: expectedOwner)
        return [Permission("s3:ListBucket", on: Self.arn(name), in: bucket.ownerID, context: values)]
    }

    func onObject(
        _ action: String, _ name: String, _ key: String, _ expectedOwner: String?, versionID: String? = nil,
        _ call: Call
    ) async throws -> [Permission] {
        let bucket = try await requireBucket(name, expectedOwner: expectedOwner)
        let keys = RequestKeys(action, call, versionID: versionID)
        return [Permission(action, on: Self.arn(name, key), in: bucket.ownerID, finder: keys)]
    }

    /// A delete past a governance lock, and one on condition of the object, need more than the delete itself.
    @Sendable func permissionsToDelete(_ input: DeleteObjectRequest, _ call: Call) async throws -> [Permission] {
        let bucket = try await requireBucket(input.bucket, expectedOwner: input.expectedBucketOwner)
        var actions = [input.action]
        if input.bypassGovernanceRetention == true { actions.append("s3:BypassGovernanceRetention") }
        if let condition = input.ifMatch, condition != "*" { actions.append("s3:GetObject") }
        return actions.map {
            Permission(
                $0, on: Self.arn(bucket.name, input.key), in: bucket.ownerID,
                finder: RequestKeys($0, call, versionID: input.versionId))
        }
    }

    /// A caller who may list the bucket learns that a key is missing; others learn only that they
    /// may not see it.
    func missingKey(_ key: String, in bucket: Bucket, _ call: Call) async throws -> ServiceError {
        let listing = Permission("s3:ListBucket", on: Self.arn(bucket.name), in: bucket.ownerID)
        let decision = try await authorizer.decide(listing, call)
        guard !decision.isAllowed else { return .noSuchKey(key) }
        let quoted = decision.message(
            principal: call.caller.arn, action: listing.action, resource: listing.resource, quotingResource: true)
        if case .anonymous = call.caller { return .accessDenied("Access Denied") }
        return .accessDenied(quoted)
    }
}

extension ListObjectsRequest {
    var conditionValues: [String: [String]] { listingValues(prefix, delimiter, maxKeys) }
}

extension ListObjectsV2Request {
    var conditionValues: [String: [String]] { listingValues(prefix, delimiter, maxKeys) }
}

private func listingValues(_ prefix: String?, _ delimiter: String?, _ maxKeys: Int?) -> [String: [String]] {
    var values: [String: [String]] = [:]
    if let prefix { values["s3:prefix"] = [prefix] }
    if let delimiter { values["s3:delimiter"] = [delimiter] }
    if let maxKeys { values["s3:max-keys"] = [String(maxKeys)] }
    return values
}

extension GetObjectRequest {
    var action: String { versionId == nil ? "s3:GetObject" : "s3:GetObjectVersion" }
}

extension HeadObjectRequest {
    var action: String { versionId == nil ? "s3:GetObject" : "s3:GetObjectVersion" }
}

extension DeleteObjectRequest {
    var action: String { versionId == nil ? "s3:DeleteObject" : "s3:DeleteObjectVersion" }
}
