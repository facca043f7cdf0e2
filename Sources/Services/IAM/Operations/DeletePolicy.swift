import IAMModel
import ServiceKit
import Storage

extension IAM {
    func deletePolicy(_ input: DeletePolicyRequest, _ call: Call) async throws -> DeletePolicyResponse {
        let account = call.accountID
        try Self.check(policyARN: input.policyArn)
        try await change { transaction in
            let policy = try transaction.require(customerPolicy: input.policyArn, of: account)
            let uses = Attachment.rows(of: policy.id, account)
            guard
                try transaction.scan(ScanRange(prefix: uses.bytes, maxEntries: 1, keysOnly: true)).entries
                    .isEmpty
            else { throw ServiceError.deleteConflict("Cannot delete a policy attached to entities.") }
            let versions = try transaction.versions(of: policy.id)
            guard versions.count <= 1 else {
                throw ServiceError.deleteConflict(
                    "This policy has more than one version. Before you delete a policy, you must delete the "
                        + "policy's versions. The default version is deleted with the policy.")
            }
            for version in versions { try transaction.remove(version) }
            try transaction.remove(policy)
        }
        return DeletePolicyResponse()
    }
}

extension Snapshot {
    func require(customerPolicy arn: String, of accountID: String) throws -> PolicyRecord {
        guard let policy = try customerPolicy(arn, of: accountID) else {
            throw ServiceError.noSuchPolicy(arn)
        }
        return policy
    }

    func require(version text: String, of policy: PolicyRecord) throws -> PolicyVersionRecord {
        guard let number = Int(text.dropFirst()),
            let version = try find(PolicyVersionRecord.self, PolicyVersionRecord.key(policy.id, number))
        else { throw ServiceError.noSuchVersion(text, of: policy.arn) }
        return version
    }
}
