import CognitoIdentityPoolsModel
import ServiceKit
import Storage

extension CognitoIdentityPools {
    /// Removes the pool's record; its identities go behind the reply, and none is found any more.
    func deleteIdentityPool(
        _ input: DeleteIdentityPoolRequest, _ call: Call
    ) async throws -> DeleteIdentityPoolResponse {
        try await store.write { transaction in
            let pool = try pool(input.identityPoolId, call, transaction)
            try transaction.remove(pool)
            try Discarded.add(Identity.listing(pool.id), transaction)
            try Discarded.add(Key(table: .identitiesByLogin).text(pool.id), transaction)
            try Discarded.add(DeveloperUser.inPool(pool.id), transaction)
            try Discarded.add(DeveloperUser.indexInPool(pool.id), transaction)
        }
        return DeleteIdentityPoolResponse()
    }
}
