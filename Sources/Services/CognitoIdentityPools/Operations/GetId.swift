import CognitoIdentityPoolsModel
import ServiceKit
import Storage

extension CognitoIdentityPools {
    /// The identity of a login, the same every time; a new one for each caller without login. Several
    /// logins lead to one identity from now on.
    func getId(_ input: GetIdRequest, _ call: Call) async throws -> GetIdResponse {
        let pool = try await openPool(input.identityPoolId, call)
        if let account = input.accountId, account != pool.accountID {
            throw ServiceError.noIdentityPool(input.identityPoolId)
        }
        guard input.logins?[Self.provider] == nil else { throw ServiceError.tokenOfOurOwn }
        let proof = try await proven(input.logins, in: pool, call)
        let identity = try await call.trail.identity(in: pool, by: proof) {
            if proof.isNone, !pool.allowsUnauthenticated { throw ServiceError.unauthenticatedNotSupported }
            return try await self.identity(of: proof.logins, in: pool, call)
        }
        return GetIdResponse(identityId: identity.id)
    }

    private func identity(of logins: [ProvenLogin], in pool: IdentityPool, _ call: Call) async throws -> Identity {
        let read = try await store.read { try $0.identity(of: logins, in: pool.id) }
        if let read, logins.allSatisfy({ read.logins[$0.provider] == $0.subject }) { return read }
        let made = Identity(poolID: pool.id, id: "\(pool.region):\(randomness.uuid())", time: call.time)
        return try await store.write { transaction in
            guard try transaction.exists(pool.key) else { throw ServiceError.noIdentityPool(pool.id) }
            let known = try transaction.identity(of: logins, in: pool.id)
            if known == nil { try transaction.save(made) }
            return try transaction.link(logins, to: known ?? made, at: call.time)
        }
    }
}
