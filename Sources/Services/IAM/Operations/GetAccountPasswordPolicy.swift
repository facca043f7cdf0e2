import IAMModel
import ServiceKit
import Storage

extension IAM {
    func getAccountPasswordPolicy(
        _ input: GetAccountPasswordPolicyRequest, _ call: Call
    ) async throws -> GetAccountPasswordPolicyResponse {
        let account = call.accountID
        guard let rules = try await store.read({ try $0.account(account).passwordRules }) else {
            throw ServiceError.noPasswordPolicy(account)
        }
        return GetAccountPasswordPolicyResponse(passwordPolicy: rules.answer)
    }
}
