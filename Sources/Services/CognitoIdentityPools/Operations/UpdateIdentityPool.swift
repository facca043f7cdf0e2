import CognitoIdentityPoolsModel
import ServiceKit
import Storage

extension CognitoIdentityPools {
    /// Replaces the pool's settings; what is left out is taken away.
    func updateIdentityPool(
        _ input: UpdateIdentityPoolRequest, _ call: Call
    ) async throws -> UpdateIdentityPoolResponse {
        try PoolSettings.check(input.cognitoIdentityProviders ?? [])
        if let tags = input.identityPoolTags { try PoolSettings.check(tags: tags) }
        let updated = try await store.write { transaction in
            var pool = try pool(input.identityPoolId, call, transaction)
            pool.name = input.identityPoolName
            pool.allowsUnauthenticated = input.allowUnauthenticatedIdentities
            pool.allowsClassicFlow = input.allowClassicFlow
            pool.providers = input.cognitoIdentityProviders ?? []
            pool.tags = input.identityPoolTags ?? pool.tags
            try transaction.save(pool)
            return pool
        }
        return UpdateIdentityPoolResponse(
            identityPoolId: updated.id, identityPoolName: updated.name,
            allowUnauthenticatedIdentities: updated.allowsUnauthenticated,
            allowClassicFlow: updated.allowsClassicFlow,
            cognitoIdentityProviders: updated.providers.isEmpty ? nil : updated.providers,
            identityPoolTags: updated.tags)
    }
}
