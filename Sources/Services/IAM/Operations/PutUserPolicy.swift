import IAMModel
import ServiceKit
import Storage

extension IAM {
    func putUserPolicy(_ input: PutUserPolicyRequest, _ call: Call) async throws -> PutUserPolicyResponse {
        try await putInlinePolicy(
            UserRecord.self, input.userName, input.policyName, input.policyDocument, call)
        return PutUserPolicyResponse()
    }
}
