import IAMModel
import ServiceKit
import Storage

extension IAM {
    /// All of them: AWS has no pages here.
    func listOpenIDConnectProviders(
        _ input: ListOpenIDConnectProvidersRequest, _ call: Call
    ) async throws -> ListOpenIDConnectProvidersResponse {
        let all = OpenIDConnectProviderRecord.all(call.accountID)
        let providers = try await store.read { snapshot in
            try snapshot.list(
                OpenIDConnectProviderRecord.self, prefix: all, limit: OpenIDConnectProviderRecord.mostPerAccount
            ).records
        }
        return ListOpenIDConnectProvidersResponse(
            openIDConnectProviderList: providers.map { OpenIDConnectProviderListEntry(arn: $0.arn) })
    }
}
