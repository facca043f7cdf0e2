import IAMModel
import ServiceKit
import Storage

extension IAM {
    func putGroupPolicy(_ input: PutGroupPolicyRequest, _ call: Call) async throws -> PutGroupPolicyResponse {
        try await putInlinePolicy(
            GroupRecord.self, input.groupName, input.policyName, input.policyDocument, call)
        return PutGroupPolicyResponse()
    }
}
