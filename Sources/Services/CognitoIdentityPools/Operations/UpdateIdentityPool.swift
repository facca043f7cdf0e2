import CognitoIdentityPoolsModel
import ServiceKit
import Storage

extension CognitoIdentityPools {
    /// Replaces the pool's settings; what is left out is taken away, but for tags and the developer
    /// provider.
    func updateIdentityPool(
        _ input: UpdateIdentityPoolRequest, _ call: Call
    ) async throws -> UpdateIdentityPoolResponse {
        let settings = try PoolSettings(input, of: accountID(call))
        let updated = try await store.write { transaction in
            var pool = try pool(input.identityPoolId, call, transaction)
            try settings.apply(to: &pool)
            try transaction.save(pool)
            return pool
        }
        return UpdateIdentityPoolResponse(
            identityPoolId: updated.id, identityPoolName: updated.name,
            allowUnauthenticatedIdentities: updated.allowsUnauthenticated,
            allowClassicFlow: updated.allowsClassicFlow,
            developerProviderName: updated.developerProvider, openIdConnectProviderARNs: updated.openIDProviders,
            cognitoIdentityProviders: updated.providers.isEmpty ? nil : updated.providers,
            identityPoolTags: updated.tags)
    }
}
