import IAMModel
import ServiceKit
import Storage

extension IAM {
    func detachGroupPolicy(
        _ input: DetachGroupPolicyRequest, _ call: Call
    ) async throws -> DetachGroupPolicyResponse {
        try await detach(input.policyArn, from: GroupRecord.self, input.groupName, call)
        return DetachGroupPolicyResponse()
    }
}
