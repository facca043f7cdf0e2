import IAMModel
import ServiceKit
import Storage

extension IAM {
    func deleteUserPolicy(
        _ input: DeleteUserPolicyRequest, _ call: Call
    ) async throws -> DeleteUserPolicyResponse {
        try await deleteInlinePolicy(UserRecord.self, input.userName, input.policyName, call)
        return DeleteUserPolicyResponse()
    }
}
