import CognitoIdentityPoolsModel
import ServiceKit
import Storage

extension CognitoIdentityPools {
    /// Makes two of the developer's users one: everything that led to the source's identity leads to the
    /// destination's, and the source's is closed.
    func mergeDeveloperIdentities(
        _ input: MergeDeveloperIdentitiesRequest, _ call: Call
    ) async throws -> MergeDeveloperIdentitiesResponse {
        let identity = try await store.write { transaction in
            let pool = try pool(input.identityPoolId, call, transaction)
            try pool.check(developerProvider: input.developerProviderName)
            let source = try transaction.developerUser(input.sourceUserIdentifier, in: pool)
            let destination = try transaction.developerUser(input.destinationUserIdentifier, in: pool)
            let (_, kept) = try transaction.identity(destination.identityID)
            guard source.identityID != destination.identityID else { return kept }
            let (_, left) = try transaction.identity(source.identityID)
            return try transaction.merge(left, into: kept, at: call.time)
        }
        return MergeDeveloperIdentitiesResponse(identityId: identity.id)
    }
}
