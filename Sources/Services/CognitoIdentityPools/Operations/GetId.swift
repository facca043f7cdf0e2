import CognitoIdentityPoolsModel
import ServiceKit
import Storage

extension CognitoIdentityPools {
    /// The identity of a login, the same every time; a new one for each caller without login.
    func getId(_ input: GetIdRequest, _ call: Call) async throws -> GetIdResponse {
        let pool = try await openPool(input.identityPoolId)
        let logins = try await proven(input.logins, in: pool, at: call.time)
        if logins.isEmpty, !pool.allowsUnauthenticated { throw ServiceError.unauthenticatedNotSupported }
        if let known = try await store.read({ try Self.identity(of: logins, in: pool.id, $0) }) {
            return GetIdResponse(identityId: known.id)
        }
        let made = Identity(
            poolID: pool.id, id: "\(pool.region):\(randomness.uuid())",
            logins: Dictionary(logins.map { ($0.provider, $0.subject) }) { first, _ in first }, time: call.time)
        let identity = try await store.write { transaction in
            guard try transaction.exists(pool.key) else { throw ServiceError.noIdentityPool(pool.id) }
            if let known = try Self.identity(of: logins, in: pool.id, transaction) { return known }
            try transaction.save(made)
            return made
        }
        return GetIdResponse(identityId: identity.id)
    }

    /// The identity that one of the logins leads to; logins of different identities do not match.
    private static func identity(
        of logins: [ProvenLogin], in poolID: String, _ snapshot: any Snapshot
    ) throws -> Identity? {
        var found: Identity?
        for login in logins {
            let row = Identity.loginIndex(poolID, provider: login.provider, subject: login.subject)
            guard let identity = try snapshot.find(Identity.self, index: row) else { continue }
            guard found == nil || found?.id == identity.id else { throw ServiceError.loginsDoNotMatch }
            found = identity
        }
        return found
    }
}
