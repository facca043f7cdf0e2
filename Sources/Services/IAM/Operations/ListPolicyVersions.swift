import IAMModel
import ServiceKit
import Storage

extension IAM {
    /// The newest comes first.
    func listPolicyVersions(
        _ input: ListPolicyVersionsRequest, _ call: Call
    ) async throws -> ListPolicyVersionsResponse {
        let account = call.accountID
        try Self.check(policyARN: input.policyArn)
        let page = try await store.read { snapshot in
            guard let policy = try snapshot.managedPolicy(input.policyArn, for: account) else {
                throw ServiceError.noSuchPolicy(input.policyArn)
            }
            return try start(input.marker, input.maxItems, "policy-versions", policy.reference.id)
                .page(snapshot.answers(versionsOf: policy))
        }
        return ListPolicyVersionsResponse(
            versions: page.items, isTruncated: page.isTruncated, marker: page.marker)
    }
}

extension Snapshot {
    fileprivate func answers(versionsOf policy: ManagedPolicy) throws -> [PolicyVersion] {
        switch policy {
        case .aws(let policy):
            var version = policy.version
            version.document = nil
            return [version]
        case .customer(let record):
            return try versions(of: record.id).reversed().map { $0.answer(record, withDocument: false) }
        }
    }
}
