import PolicyEngine
import S3Model
import ServiceKit
import Storage

/// Requests about an upload under way.
protocol NamesUpload: Sendable {
    var bucket: String { get }
    var key: String { get }
    var uploadId: String { get }
    var expectedBucketOwner: String? { get }
}

extension UploadPartRequest: NamesUpload {}
extension UploadPartCopyRequest: NamesUpload {}
extension CompleteMultipartUploadRequest: NamesUpload {}
extension AbortMultipartUploadRequest: NamesUpload {}
extension ListPartsRequest: NamesUpload {}

extension S3 {
    @Sendable func permissionsToUploadPart(_ input: UploadPartRequest, _ call: Call) async throws -> [Permission] {
        try await onUpload("s3:PutObject", input, call) + keyPermissions(input, call)
    }

    private func onUpload(_ action: String, _ input: some NamesUpload, _ call: Call) async throws -> [Permission] {
        let found = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call)
        return [permission(action, on: input.key, in: found, call)]
    }

    /// What the initiator of an upload may do with it, unless a policy denies it: end it and list its parts.
    func onOwnUpload(_ action: String, _ input: some NamesUpload, _ call: Call) async throws -> [Permission] {
        var permissions = try await onUpload(action, input, call)
        if let upload = try await upload(input, call), upload.isInitiated(by: call.caller) {
            permissions[0].aclGrant = .role
        }
        return permissions
    }

    @Sendable func permissionsToComplete(
        _ input: CompleteMultipartUploadRequest, _ call: Call
    ) async throws -> [Permission] {
        let found = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call)
        return try await write(["s3:PutObject"], input.key, in: found, ifMatch: input.ifMatch, call)
            + keyPermissions(input, call)
    }

    /// Whoever adds parts to what SSE-KMS encrypts, makes an object of them or lists them needs the key; an upload that
    /// is not there is told later.
    func keyPermissions(_ input: some NamesUpload, _ call: Call) async throws -> [Permission] {
        guard let encryption = try await upload(input, call)?.attributes.encryption else { return [] }
        try Keyring.requireCurrentSignature(encryption, call)
        return keyring.permissions("kms:Decrypt", encryption, call)
    }

    private func upload(_ input: some NamesUpload, _ call: Call) async throws -> Upload? {
        let bucket = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        return try await store.read { try $0.find(Upload.key(bucket.incarnation, input.key, input.uploadId)) }
    }
}

extension Upload {
    /// The account of an IAM user counts as its user. Nobody knows one anonymous caller from another.
    fileprivate func isInitiated(by caller: Caller) -> Bool {
        switch caller {
        case .anonymous: false
        case .root(let account, _): ARN(initiator)?.account == account.id
        case .user, .role, .federatedUser: caller.arn.hasSameBytes(as: initiator)
        }
    }
}
