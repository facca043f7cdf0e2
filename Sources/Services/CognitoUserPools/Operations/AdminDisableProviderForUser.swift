import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Unlinks an identity; or takes a user's password, so that they sign in through providers only.
    func adminDisableProviderForUser(
        _ input: AdminDisableProviderForUserRequest, _ call: Call
    ) async throws -> AdminDisableProviderForUserResponse {
        let named = try ProviderUser(input.user, "User")
        try await store.write { transaction in
            let pool = try pool(input.userPoolId, call, transaction)
            guard named.provider != ProviderUser.native else {
                let user = try transaction.requireUser(named.value, in: pool)
                var changed = user
                changed.passwordHash = nil
                changed.srp = nil
                changed.passwordCount += 1
                changed.status = .externalProvider
                changed.modifiedAt = call.time
                return try transaction.saveUser(changed, over: user, in: pool)
            }
            _ = try transaction.requireProvider(named.provider, in: pool)
            let key = LinkedIdentity.key(pool.id, named.provider, named.attribute, named.value)
            guard let link = try transaction.find(LinkedIdentity.self, key) else { throw ServiceError.noUser }
            try transaction.unlink(link, in: pool, at: call.time)
        }
        return AdminDisableProviderForUserResponse()
    }
}
