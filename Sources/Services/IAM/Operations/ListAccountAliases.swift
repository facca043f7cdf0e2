import IAMModel
import ServiceKit
import Storage

extension IAM {
    func listAccountAliases(
        _ input: ListAccountAliasesRequest, _ call: Call
    ) async throws -> ListAccountAliasesResponse {
        let account = call.accountID
        let page = try await store.read { snapshot in
            try start(input.marker, input.maxItems, "account-aliases", account)
                .page([try snapshot.account(account).alias].compactMap { $0 })
        }
        return ListAccountAliasesResponse(
            accountAliases: page.items, isTruncated: page.isTruncated, marker: page.marker)
    }
}
