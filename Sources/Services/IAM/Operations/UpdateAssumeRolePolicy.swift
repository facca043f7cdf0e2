import IAMModel
import ServiceKit
import Storage

extension IAM {
    func updateAssumeRolePolicy(
        _ input: UpdateAssumeRolePolicyRequest, _ call: Call
    ) async throws -> UpdateAssumeRolePolicyResponse {
        let account = call.accountID
        let trust = try trustPolicy(input.policyDocument)
        try await change { transaction in
            var role = try transaction.requireModifiable(RoleRecord.self, input.roleName, in: account)
            role.trustedIDs = try TrustedPrincipals(trust.document).ids(accounts, transaction)
            role.trustPolicy = trust.text
            try transaction.save(role)
        }
        return UpdateAssumeRolePolicyResponse()
    }
}
