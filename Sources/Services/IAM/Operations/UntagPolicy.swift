import IAMModel
import ServiceKit
import Storage

extension IAM {
    func untagPolicy(_ input: UntagPolicyRequest, _ call: Call) async throws -> UntagPolicyResponse {
        let account = call.accountID
        try Self.check(policyARN: input.policyArn)
        try await removeTags(input.tagKeys) { try $0.require(customerPolicy: input.policyArn, of: account) }
        return UntagPolicyResponse()
    }
}
