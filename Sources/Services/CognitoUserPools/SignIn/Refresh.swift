import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// REFRESH_TOKEN_AUTH: new ID and access tokens of the same sign-in.
    func refresh(
        _ parameters: [String: String], _ pool: UserPool, _ client: UserPoolClient, _ call: Call
    ) async throws -> SignInStep {
        let text = try parameter("REFRESH_TOKEN", parameters)
        guard let token = RefreshToken(text, seals.refreshToken), token.clientID == client.id,
            token.poolID == pool.id
        else { throw ServiceError.notAuthorized("Invalid Refresh Token") }
        guard call.time < token.expiresAt else { throw ServiceError.notAuthorized("Refresh Token has expired") }
        let state = try await store.read { snapshot in
            (
                try snapshot.find(User.self, index: User.subIndex(pool.id, token.sub)),
                try snapshot.find(TokenRevocation.self, TokenRevocation.key(pool.id, token.origin))
            )
        }
        guard let user = state.0, state.1 == nil, user.signOutCount == token.signOutCount else {
            throw ServiceError.notAuthorized("Refresh Token has been revoked")
        }
        try checkSecretHash(parameters["SECRET_HASH"], of: client, names: [user.username, user.sub])
        guard user.enabled else { throw ServiceError.userDisabled }
        var grant = TokenGrant(pool: pool, client: client, user: user)
        grant.scopes = token.scopes
        grant.deviceKey = token.deviceKey
        let signIn = SignIn(grant: grant, origin: token.origin, authenticatedAt: token.authenticatedAt)
        return .renewed(try await tokens(for: signIn, at: call.time))
    }
}
