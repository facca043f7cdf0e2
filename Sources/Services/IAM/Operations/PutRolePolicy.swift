import IAMModel
import ServiceKit
import Storage

extension IAM {
    func putRolePolicy(_ input: PutRolePolicyRequest, _ call: Call) async throws -> PutRolePolicyResponse {
        try await putInlinePolicy(
            RoleRecord.self, input.roleName, input.policyName, input.policyDocument, call)
        return PutRolePolicyResponse()
    }
}
