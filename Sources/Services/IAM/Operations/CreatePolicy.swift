import IAMModel
import PolicyEngine
import ServiceKit
import Storage

extension IAM {
    func createPolicy(_ input: CreatePolicyRequest, _ call: Call) async throws -> CreatePolicyResponse {
        let account = call.accountID
        let text = try managedPolicyText(input.policyDocument)
        let tags = try [IAMModel.Tag]().adding(input.tags ?? [], to: "Policy")
        let policy = PolicyRecord(
            accountID: account, path: input.path ?? "/", name: input.policyName,
            id: randomness.uniqueID("ANPA"),
            description: input.description, createdAt: call.time, updatedAt: call.time, defaultVersion: 1,
            lastVersion: 1, tags: tags)
        var summary = try await change { transaction in
            guard try !transaction.exists(policy.key) else {
                throw ServiceError.policyAlreadyExists(policy.name)
            }
            try transaction.checkQuota(
                "PoliciesPerAccount", PolicyRecord.mostPerAccount, below: PolicyRecord.all(account))
            try transaction.save(policy)
            try transaction.save(
                PolicyVersionRecord(
                    policyID: policy.id, number: 1, document: text.text, createdAt: policy.createdAt))
            return try transaction.summary(of: .customer(policy), in: account)
        }
        summary.tags = tags.isEmpty ? nil : tags
        return CreatePolicyResponse(policy: summary)
    }

    /// - Throws: where the text is no policy, or too long for a managed one.
    func managedPolicyText(_ text: String) throws -> PolicyText {
        let policy = try PolicyText(text, as: .managed)
        guard policy.size <= PolicySize.managed else {
            throw ServiceError.quotaExceeded("PolicySize", PolicySize.managed)
        }
        return policy
    }
}
