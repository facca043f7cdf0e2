import IAMModel
import ServiceKit
import Storage

extension IAM {
    func getUserPolicy(_ input: GetUserPolicyRequest, _ call: Call) async throws -> GetUserPolicyResponse {
        let policy = try await inlinePolicy(UserRecord.self, input.userName, input.policyName, call)
        return GetUserPolicyResponse(
            userName: policy.holderName, policyName: policy.name, policyDocument: policy.encodedDocument)
    }
}
