import IAMModel
import ServiceKit
import Storage

extension IAM {
    func attachUserPolicy(
        _ input: AttachUserPolicyRequest, _ call: Call
    ) async throws -> AttachUserPolicyResponse {
        try await attach(input.policyArn, to: UserRecord.self, input.userName, call)
        return AttachUserPolicyResponse()
    }
}
