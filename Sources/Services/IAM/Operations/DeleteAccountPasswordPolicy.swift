import IAMModel
import ServiceKit
import Storage

extension IAM {
    func deleteAccountPasswordPolicy(
        _ input: DeleteAccountPasswordPolicyRequest, _ call: Call
    ) async throws -> DeleteAccountPasswordPolicyResponse {
        let account = call.accountID
        try await store.write { transaction in
            try transaction.changeAccount(account) { record in
                guard record.passwordRules != nil else { throw ServiceError.noPasswordPolicy(account) }
                record.passwordRules = nil
            }
        }
        return DeleteAccountPasswordPolicyResponse()
    }
}
