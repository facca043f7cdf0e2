import IAMModel
import ServiceKit
import Storage

extension IAM {
    func deletePolicyVersion(
        _ input: DeletePolicyVersionRequest, _ call: Call
    ) async throws -> DeletePolicyVersionResponse {
        let account = call.accountID
        try Self.check(policyARN: input.policyArn)
        try await change { transaction in
            let policy = try transaction.require(customerPolicy: input.policyArn, of: account)
            let version = try transaction.require(version: input.versionId, of: policy)
            guard version.number != policy.defaultVersion else {
                throw ServiceError.deleteConflict("Cannot delete the default version of a policy.")
            }
            try transaction.remove(version)
        }
        return DeletePolicyVersionResponse()
    }
}
