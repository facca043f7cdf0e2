import S3ControlModel
import ServiceKit
import Wire

/// Every operation served, and which IAM actions on which resources it needs.
extension S3Control {
    package var operations: [Operation] {
        [
            signed(getPublicAccessBlock) { try onAccount("s3:GetAccountPublicAccessBlock", $0.accountId, $1) },
            withBody(putPublicAccessBlock) { try onAccount("s3:PutAccountPublicAccessBlock", $0.accountId, $1) },
            signed(deletePublicAccessBlock) { try onAccount("s3:PutAccountPublicAccessBlock", $0.accountId, $1) },
            signed(listTagsForResource) {
                try await onBucket("s3:ListTagsForResource", $0.resourceArn, $0.accountId, $1)
            },
            withBody(tagResource) {
                try await onBucket("s3:TagResource", $0.resourceArn, $0.accountId, $1, tags: $0.requestedTags)
            },
            signed(untagResource) {
                try await onBucket(
                    "s3:UntagResource", $0.resourceArn, $0.accountId, $1, tags: RequestedTags(removing: $0.tagKeys))
            },
        ]
    }

    private func onAccount(_ action: String, _ accountID: String, _ call: Call) throws -> [Permission] {
        try requireOwn(accountID, call)
        return [Permission(action, on: "*", in: accountID, namesResource: false)]
    }

    private func onBucket(
        _ action: String, _ arn: String, _ accountID: String, _ call: Call, tags: RequestedTags? = nil
    ) async throws -> [Permission] {
        let found = try await bucket(arn, of: accountID, call)
        return [s3.permission(action, on: found, call, context: tags?.conditionKeys ?? [:])]
    }

    /// An operation with a document for a body, whose digest is looked at where the client gives one.
    private func withBody<Input: OperationInput>(
        _ perform: @escaping @Sendable (Input, Call) async throws -> Input.Output,
        needs permissions: @escaping @Sendable (Input, Call) async throws -> [Permission]
    ) -> Operation {
        signed(
            { input, call in
                try BodyExpectation.check(call, isRequired: false)
                return try await perform(input, call)
            }, needs: permissions)
    }
}
