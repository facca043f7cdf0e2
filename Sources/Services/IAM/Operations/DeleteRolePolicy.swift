import IAMModel
import ServiceKit
import Storage

extension IAM {
    func deleteRolePolicy(
        _ input: DeleteRolePolicyRequest, _ call: Call
    ) async throws -> DeleteRolePolicyResponse {
        try await deleteInlinePolicy(RoleRecord.self, input.roleName, input.policyName, call)
        return DeleteRolePolicyResponse()
    }
}
