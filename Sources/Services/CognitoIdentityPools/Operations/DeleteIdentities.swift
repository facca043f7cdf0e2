import CognitoIdentityPoolsModel
import ServiceKit
import Storage

extension CognitoIdentityPools {
    /// Deletes identities of the caller's account; those of others are answered as not processed.
    func deleteIdentities(_ input: DeleteIdentitiesRequest, _ call: Call) async throws -> DeleteIdentitiesResponse {
        let account = accountID(call)
        let unprocessed = try await store.write { transaction in
            var unprocessed: [UnprocessedIdentityId] = []
            for id in input.identityIdsToDelete {
                guard let identity = try transaction.find(Identity.self, index: Identity.index(id)),
                    let pool = try transaction.find(IdentityPool.self, IdentityPool.key(identity.poolID)),
                    pool.accountID == account, pool.region == call.region
                else {
                    unprocessed.append(UnprocessedIdentityId(identityId: id, errorCode: .accessDenied))
                    continue
                }
                try transaction.removeIdentity(identity)
            }
            return unprocessed
        }
        return DeleteIdentitiesResponse(unprocessedIdentityIds: unprocessed)
    }
}
