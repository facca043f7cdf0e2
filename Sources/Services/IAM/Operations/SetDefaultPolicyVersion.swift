import IAMModel
import ServiceKit
import Storage

extension IAM {
    func setDefaultPolicyVersion(
        _ input: SetDefaultPolicyVersionRequest, _ call: Call
    ) async throws -> SetDefaultPolicyVersionResponse {
        let account = call.accountID
        try Self.check(policyARN: input.policyArn)
        try await change { transaction in
            var policy = try transaction.require(customerPolicy: input.policyArn, of: account)
            policy.defaultVersion = try transaction.require(version: input.versionId, of: policy).number
            policy.updatedAt = call.time
            try transaction.save(policy)
        }
        return SetDefaultPolicyVersionResponse()
    }
}
