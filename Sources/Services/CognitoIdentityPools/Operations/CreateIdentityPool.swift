import CognitoIdentityPoolsModel
import ServiceKit
import Storage

extension CognitoIdentityPools {
    /// Makes a pool. Its id begins with the region it was made in.
    func createIdentityPool(
        _ input: CreateIdentityPoolRequest, _ call: Call
    ) async throws -> CreateIdentityPoolResponse {
        try PoolSettings.check(input.cognitoIdentityProviders ?? [])
        try PoolSettings.check(tags: input.identityPoolTags ?? [:])
        var pool = IdentityPool(
            id: "\(call.region):\(randomness.uuid())", accountID: accountID(call), region: call.region,
            name: input.identityPoolName)
        pool.allowsUnauthenticated = input.allowUnauthenticatedIdentities
        pool.allowsClassicFlow = input.allowClassicFlow
        pool.providers = input.cognitoIdentityProviders ?? []
        pool.tags = input.identityPoolTags ?? [:]
        let made = pool
        try await store.write { transaction in try transaction.save(made) }
        return CreateIdentityPoolResponse(
            identityPoolId: made.id, identityPoolName: made.name,
            allowUnauthenticatedIdentities: made.allowsUnauthenticated, allowClassicFlow: made.allowsClassicFlow,
            cognitoIdentityProviders: made.providers.isEmpty ? nil : made.providers, identityPoolTags: made.tags)
    }
}
