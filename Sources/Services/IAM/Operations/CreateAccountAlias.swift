import IAMModel
import ServiceKit
import Storage

extension IAM {
    /// An account has one alias; a new one takes the place of the old.
    func createAccountAlias(
        _ input: CreateAccountAliasRequest, _ call: Call
    ) async throws -> CreateAccountAliasResponse {
        let account = call.accountID
        try await store.write { transaction in
            guard try !transaction.exists(AccountRecord.byAlias(input.accountAlias)) else {
                throw ServiceError(
                    IAMErrors.entityAlreadyExists, "The account alias \(input.accountAlias) already exists.")
            }
            try transaction.changeAccount(account) { $0.alias = input.accountAlias }
        }
        return CreateAccountAliasResponse()
    }
}
