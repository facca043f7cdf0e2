import IAMModel
import PolicyEngine
import ServiceKit
import Storage

extension IAM {
    func getContextKeysForPrincipalPolicy(
        _ input: GetContextKeysForPrincipalPolicyRequest, _ call: Call
    ) async throws -> GetContextKeysForPrincipalPolicyResponse {
        let account = call.accountID
        let subject = try await store.read { try SimulatedPrincipal(input.policySourceArn, account, $0) }
        let added = try Self.sources("PolicyInputList", input.policyInputList ?? [], as: .identity)
        return GetContextKeysForPrincipalPolicyResponse(contextKeyNames: Self.contextKeys(subject.identity + added))
    }
}
