import IAMModel
import ServiceKit
import Storage

extension IAM {
    func getPolicy(_ input: GetPolicyRequest, _ call: Call) async throws -> GetPolicyResponse {
        let account = call.accountID
        try Self.check(policyARN: input.policyArn)
        return try await store.read { snapshot in
            guard let policy = try snapshot.managedPolicy(input.policyArn, for: account) else {
                throw ServiceError.noSuchPolicy(input.policyArn)
            }
            var summary = try snapshot.summary(of: policy, in: account)
            if case .customer(let record) = policy {
                summary.description = record.description
                summary.tags = record.tags
            }
            return GetPolicyResponse(policy: summary)
        }
    }
}
