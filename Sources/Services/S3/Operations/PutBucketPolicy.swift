import PolicyEngine
import S3Model
import ServiceKit
import Storage

extension S3 {
    /// Takes a policy that is one, that is about this bucket, and that names nobody who does not exist.
    func putBucketPolicy(_ input: PutBucketPolicyRequest, _ call: Call) async throws -> PutBucketPolicyResponse {
        let found = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call)
        try requireOwner(of: found, call)
        let ids = try await principals.principalIDs(of: Self.arns(in: input.policy))
        let checked = try BucketPolicyDocument(input.policy, for: input.bucket) { [accounts] principal in
            switch principal {
            case .arn(let arn): if case .some(.none) = ids[arn] { false } else { true }
            case .uniqueID: false
            case .canonicalUser(let id): accounts.all.contains { $0.canonicalUserID == id }
            case .everyone, .everyAWSPrincipal, .account, .service, .federated: true
            }
        }
        let policy = StoredPolicy(text: checked.text, ids: ids.compactMapValues { $0 })
        let isPublic = checked.document.isPublic
        let caller = call.caller
        try await store.write { transaction in
            let bucket = try transaction.require(found.bucket)
            if isPublic, try transaction.publicAccessBlock(of: bucket).contains(.blockPublicPolicy) {
                throw ServiceError.publicPolicyBlocked(caller, input.bucket)
            }
            try transaction.set(policy, .policy, of: bucket)
        }
        return PutBucketPolicyResponse()
    }

    /// A text that is no policy names nobody, and is refused next.
    private static func arns(in policy: String) -> [String] {
        let document = try? PolicyDocument(parsing: policy, as: .resource)
        return (document?.principals ?? []).compactMap { if case .arn(let arn) = $0 { arn } else { nil } }
    }
}

extension ServiceError {
    fileprivate static func publicPolicyBlocked(_ caller: Caller, _ bucket: String) -> ServiceError {
        accessDenied(
            "User: \(caller.arn) is not authorized to perform: s3:PutBucketPolicy on resource: "
                + "\"\(S3.arn(bucket))\" because public policies are prevented by the BlockPublicPolicy setting in S3 "
                + "Block Public Access.")
    }
}
