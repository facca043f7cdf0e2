import IAMModel
import ServiceKit
import Storage

extension IAM {
    func detachUserPolicy(
        _ input: DetachUserPolicyRequest, _ call: Call
    ) async throws -> DetachUserPolicyResponse {
        try await detach(input.policyArn, from: UserRecord.self, input.userName, call)
        return DetachUserPolicyResponse()
    }
}
