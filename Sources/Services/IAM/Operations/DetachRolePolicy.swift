import IAMModel
import ServiceKit
import Storage

extension IAM {
    func detachRolePolicy(
        _ input: DetachRolePolicyRequest, _ call: Call
    ) async throws -> DetachRolePolicyResponse {
        try await detach(input.policyArn, from: RoleRecord.self, input.roleName, call)
        return DetachRolePolicyResponse()
    }
}
