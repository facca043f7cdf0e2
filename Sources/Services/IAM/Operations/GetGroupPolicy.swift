import IAMModel
import ServiceKit
import Storage

extension IAM {
    func getGroupPolicy(_ input: GetGroupPolicyRequest, _ call: Call) async throws -> GetGroupPolicyResponse {
        let policy = try await inlinePolicy(GroupRecord.self, input.groupName, input.policyName, call)
        return GetGroupPolicyResponse(
            groupName: policy.holderName, policyName: policy.name, policyDocument: policy.encodedDocument)
    }
}
