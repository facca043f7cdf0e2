import FoundationEssentials
import ServiceKit
import Storage

extension CognitoUserPools {
    /// The user who calls an operation that takes an access token.
    func bearer(
        _ accessToken: String, _ call: Call
    ) async throws -> (pool: UserPool, client: UserPoolClient, user: User, claims: TokenClaims) {
        let claims = try await accessClaims(of: accessToken)
        if claims.isExpired(at: call.time) { throw ServiceError.notAuthorized("Access Token has expired") }
        guard claims.scopes.contains(Self.selfServiceScope) else {
            throw ServiceError.notAuthorized("Access Token does not have required scopes")
        }
        let state = try await store.read { snapshot in
            (
                try snapshot.standing(of: claims),
                try snapshot.find(User.self, index: User.subIndex(claims.poolID, claims.sub))
            )
        }
        guard let user = state.1 else { throw ServiceError.noUser }
        guard user.enabled else { throw ServiceError.userDisabled }
        guard let standing = state.0 else {
            throw ServiceError.notAuthorized("Access Token has been revoked")
        }
        call.trail.note(account: standing.pool.accountID)
        return (standing.pool, standing.client, standing.user, claims)
    }

    private func accessClaims(of accessToken: String) async throws -> TokenClaims {
        do {
            let claims = try await claims(of: accessToken, poolID: nil)
            if claims.use == "access" { return claims }
        } catch is TokenRefusal {}
        throw ServiceError.notAuthorized("Invalid Access Token")
    }
}
