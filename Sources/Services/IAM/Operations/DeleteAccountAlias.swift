import IAMModel
import ServiceKit
import Storage

extension IAM {
    func deleteAccountAlias(
        _ input: DeleteAccountAliasRequest, _ call: Call
    ) async throws -> DeleteAccountAliasResponse {
        let account = call.accountID
        try await store.write { transaction in
            try transaction.changeAccount(account) { record in
                guard record.alias == input.accountAlias else {
                    throw ServiceError.noSuchEntity(
                        "The account alias \(input.accountAlias) cannot be found.")
                }
                record.alias = nil
            }
        }
        return DeleteAccountAliasResponse()
    }
}
