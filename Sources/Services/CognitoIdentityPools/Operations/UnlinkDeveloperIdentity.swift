import CognitoIdentityPoolsModel
import ServiceKit
import Storage

extension CognitoIdentityPools {
    /// Takes one of the developer's users away from an identity. They get a new one the next time.
    func unlinkDeveloperIdentity(
        _ input: UnlinkDeveloperIdentityRequest, _ call: Call
    ) async throws -> UnlinkDeveloperIdentityResponse {
        try await store.write { transaction in
            let pool = try pool(input.identityPoolId, call, transaction)
            try pool.check(developerProvider: input.developerProviderName)
            let (_, identity) = try transaction.identity(input.identityId)
            guard identity.poolID == pool.id else { throw ServiceError.noIdentity(input.identityId) }
            let user = try transaction.developerUser(input.developerUserIdentifier, in: pool)
            guard user.identityID == identity.id else {
                throw ServiceError.conflict("The developer user identifier belongs to another identity.")
            }
            try transaction.remove(user)
            var rest = identity
            rest.developerUsers -= 1
            try transaction.unlinked(identity, rest, at: call.time)
        }
        return UnlinkDeveloperIdentityResponse()
    }
}
