import CognitoIdentityPoolsModel
import ServiceKit
import Storage

extension CognitoIdentityPools {
    func describeIdentityPool(
        _ input: DescribeIdentityPoolRequest, _ call: Call
    ) async throws -> DescribeIdentityPoolResponse {
        let found = try await store.read { snapshot in try pool(input.identityPoolId, call, snapshot) }
        return DescribeIdentityPoolResponse(
            identityPoolId: found.id, identityPoolName: found.name,
            allowUnauthenticatedIdentities: found.allowsUnauthenticated, allowClassicFlow: found.allowsClassicFlow,
            developerProviderName: found.developerProvider, openIdConnectProviderARNs: found.openIDProviders,
            cognitoIdentityProviders: found.providers.isEmpty ? nil : found.providers, identityPoolTags: found.tags)
    }
}
