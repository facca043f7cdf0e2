import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func listIdentityProviders(
        _ input: ListIdentityProvidersRequest, _ call: Call
    ) async throws -> ListIdentityProvidersResponse {
        let scope = "ListIdentityProviders \(input.userPoolId)"
        let start = try position(input.nextToken, scope)
        let page: RecordPage<IdentityProvider> = try await store.read { snapshot in
            let pool = try pool(input.userPoolId, call, snapshot)
            return try snapshot.list(
                prefix: IdentityProvider.listing(pool.id), from: start,
                limit: min(50, Self.pageSize(input.maxResults)))
        }
        let providers = page.records.map {
            ProviderDescription(
                providerName: $0.name, providerType: $0.type, lastModifiedDate: $0.modifiedAt,
                creationDate: $0.createdAt)
        }
        return ListIdentityProvidersResponse(providers: providers, nextToken: try token(page.next, scope))
    }
}
