import IAMModel
import ServiceKit
import Storage

extension IAM {
    func tagPolicy(_ input: TagPolicyRequest, _ call: Call) async throws -> TagPolicyResponse {
        let account = call.accountID
        try Self.check(policyARN: input.policyArn)
        try await addTags(input.tags) { try $0.require(customerPolicy: input.policyArn, of: account) }
        return TagPolicyResponse()
    }
}
