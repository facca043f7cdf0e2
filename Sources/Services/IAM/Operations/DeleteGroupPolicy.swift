import IAMModel
import ServiceKit
import Storage

extension IAM {
    func deleteGroupPolicy(
        _ input: DeleteGroupPolicyRequest, _ call: Call
    ) async throws -> DeleteGroupPolicyResponse {
        try await deleteInlinePolicy(GroupRecord.self, input.groupName, input.policyName, call)
        return DeleteGroupPolicyResponse()
    }
}
