import IAMModel
import ServiceKit
import Storage

extension IAM {
    /// The whole policy: what is not named goes back to its standard.
    func updateAccountPasswordPolicy(
        _ input: UpdateAccountPasswordPolicyRequest, _ call: Call
    ) async throws -> UpdateAccountPasswordPolicyResponse {
        let account = call.accountID
        try await store.write { try $0.changeAccount(account) { $0.passwordRules = PasswordRules(input) } }
        return UpdateAccountPasswordPolicyResponse()
    }
}
