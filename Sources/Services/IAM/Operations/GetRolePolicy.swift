import IAMModel
import ServiceKit
import Storage

extension IAM {
    func getRolePolicy(_ input: GetRolePolicyRequest, _ call: Call) async throws -> GetRolePolicyResponse {
        let policy = try await inlinePolicy(RoleRecord.self, input.roleName, input.policyName, call)
        return GetRolePolicyResponse(
            roleName: policy.holderName, policyName: policy.name, policyDocument: policy.encodedDocument)
    }
}
