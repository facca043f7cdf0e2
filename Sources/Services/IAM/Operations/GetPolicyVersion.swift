import IAMModel
import ServiceKit
import Storage
import Wire

extension IAM {
    func getPolicyVersion(
        _ input: GetPolicyVersionRequest, _ call: Call
    ) async throws -> GetPolicyVersionResponse {
        let account = call.accountID
        try Self.check(policyARN: input.policyArn)
        return try await store.read { snapshot in
            switch try snapshot.managedPolicy(input.policyArn, for: account) {
            case nil: throw ServiceError.noSuchPolicy(input.policyArn)
            case .aws(let policy):
                guard input.versionId == AWSManagedPolicy.versionID else {
                    throw ServiceError.noSuchVersion(input.versionId, of: policy.arn)
                }
                return GetPolicyVersionResponse(policyVersion: policy.version)
            case .customer(let policy):
                let version = try snapshot.require(version: input.versionId, of: policy)
                return GetPolicyVersionResponse(policyVersion: version.answer(policy, withDocument: true))
            }
        }
    }
}

extension AWSManagedPolicy {
    var version: PolicyVersion {
        PolicyVersion(
            document: PercentCoding.encode(document), versionId: Self.versionID, isDefaultVersion: true,
            createDate: Self.createdAt)
    }
}

extension PolicyVersionRecord {
    func answer(_ policy: PolicyRecord, withDocument: Bool) -> PolicyVersion {
        PolicyVersion(
            document: withDocument ? PercentCoding.encode(document) : nil, versionId: versionID,
            isDefaultVersion: number == policy.defaultVersion, createDate: createdAt)
    }
}
