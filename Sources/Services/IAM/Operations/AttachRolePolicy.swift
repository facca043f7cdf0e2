import IAMModel
import ServiceKit
import Storage

extension IAM {
    func attachRolePolicy(
        _ input: AttachRolePolicyRequest, _ call: Call
    ) async throws -> AttachRolePolicyResponse {
        try await attach(input.policyArn, to: RoleRecord.self, input.roleName, call)
        return AttachRolePolicyResponse()
    }
}
