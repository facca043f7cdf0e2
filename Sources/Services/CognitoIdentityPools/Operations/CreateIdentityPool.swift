import CognitoIdentityPoolsModel
import ServiceKit
import Storage

extension CognitoIdentityPools {
    /// Makes a pool. Its id begins with the region it was made in.
    func createIdentityPool(
        _ input: CreateIdentityPoolRequest, _ call: Call
    ) async throws -> CreateIdentityPoolResponse {
        let settings = try PoolSettings(input, of: accountID(call))
        var pool = IdentityPool(
            id: "\(call.region):\(randomness.uuid())", accountID: accountID(call), region: call.region,
            name: input.identityPoolName)
        try settings.apply(to: &pool)
        let made = pool
        try await store.write { transaction in try transaction.save(made) }
        return CreateIdentityPoolResponse(
            identityPoolId: made.id, identityPoolName: made.name,
            allowUnauthenticatedIdentities: made.allowsUnauthenticated, allowClassicFlow: made.allowsClassicFlow,
            developerProviderName: made.developerProvider, openIdConnectProviderARNs: made.openIDProviders,
            cognitoIdentityProviders: made.providers.isEmpty ? nil : made.providers, identityPoolTags: made.tags)
    }
}
