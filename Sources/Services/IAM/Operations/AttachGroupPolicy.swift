import IAMModel
import ServiceKit
import Storage

extension IAM {
    func attachGroupPolicy(
        _ input: AttachGroupPolicyRequest, _ call: Call
    ) async throws -> AttachGroupPolicyResponse {
        try await attach(input.policyArn, to: GroupRecord.self, input.groupName, call)
        return AttachGroupPolicyResponse()
    }
}
