import PolicyEngine
import S3Model
import ServiceKit

/// Requests about an object that is there.
protocol NamesObject: Sendable {
    var bucket: String { get }
    var key: String { get }
    var versionId: String? { get }
    var expectedBucketOwner: String? { get }
    /// The signature is for another bucket, which may be in another region: the source of a copy.
    var isElsewhere: Bool { get }
}

extension NamesObject {
    var isElsewhere: Bool { false }
}

extension GetObjectRequest: NamesObject {}
extension HeadObjectRequest: NamesObject {}
extension GetObjectAttributesRequest: NamesObject {}
extension GetObjectAclRequest: NamesObject {}
extension PutObjectAclRequest: NamesObject {}
extension GetObjectTaggingRequest: NamesObject {}
extension PutObjectTaggingRequest: NamesObject {}
extension DeleteObjectTaggingRequest: NamesObject {}
extension GetObjectRetentionRequest: NamesObject {}
extension PutObjectRetentionRequest: NamesObject {}
extension GetObjectLegalHoldRequest: NamesObject {}
extension PutObjectLegalHoldRequest: NamesObject {}
extension DeleteObjectRequest: NamesObject {}

extension S3 {
    /// Actions on an object that is there, with its tags and its list.
    /// - Parameters:
    ///   - actions: as they are for the latest version; with a version's id, `GetObject` is
    ///     `GetObjectVersion`.
    ///   - decrypts: the object's bytes, or a checksum of them, are read.
    func onObject(
        _ actions: [String], _ input: some NamesObject, decrypts: Bool = true, _ call: Call
    ) async throws -> [Permission] {
        guard !input.bucket.isEmpty, !input.key.isEmpty else { return [Permission(actions[0], on: "")] }
        let (found, located) = try await locate(input, call)
        return actions.map { action in
            permission(
                Self.action(action, input.versionId), on: input.key, in: found, located: located,
                versionID: input.versionId, call)
        } + (located.version.map { decrypts ? decryption(of: $0, actions, call) : [] } ?? [])
    }

    func onObject(_ action: String, _ input: some NamesObject, _ call: Call) async throws -> [Permission] {
        try await onObject([action], input, call)
    }

    /// `s3:GetObjectTagging` of a version named by its id is `s3:GetObjectVersionTagging`.
    static func action(_ action: String, _ versionID: String?) -> String {
        guard versionID != nil, !action.hasSuffix("Retention"), !action.hasSuffix("LegalHold"),
            let object = action.firstRange(of: "Object")
        else { return action }
        return action[..<object.upperBound] + "Version" + action[object.upperBound...]
    }

    /// Who reads what SSE-KMS encrypted needs the key, too.
    private func decryption(of object: StoredObject, _ actions: [String], _ call: Call) -> [Permission] {
        guard actions.contains("s3:GetObject"), let encryption = object.encryption else { return [] }
        return keyring.permissions("kms:Decrypt", encryption, call)
    }

    /// A delete past a governance lock, and one on condition of the object, need more than the delete itself.
    @Sendable func permissionsToDelete(_ input: DeleteObjectRequest, _ call: Call) async throws -> [Permission] {
        let found = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call)
        var actions = [Self.action("s3:DeleteObject", input.versionId)]
        if input.bypassGovernanceRetention == true { actions.append("s3:BypassGovernanceRetention") }
        if let condition = input.ifMatch, condition != "*" { actions.append("s3:GetObject") }
        return actions.map { permission($0, on: input.key, in: found, versionID: input.versionId, call) }
    }
}
