import CognitoUserPoolsModel
import FoundationEssentials
import ServiceKit
import Storage

extension CognitoUserPools {
    /// REFRESH_TOKEN_AUTH: new ID and access tokens of the same sign-in.
    func refresh(_ parameters: [String: String], _ context: SignInContext) async throws -> SignInStep {
        let text = try parameter("REFRESH_TOKEN", parameters)
        let result = try await renew(text, deviceKey: parameters["DEVICE_KEY"], context) { user in
            try checkSecretHash(parameters["SECRET_HASH"], of: context.client, names: [user.username, user.sub])
        }
        return .renewed(result)
    }

    /// What a refresh token gives: by InitiateAuth, GetTokensFromRefreshToken or the token endpoint.
    ///
    /// - Parameter check: what else the user of the token must pass.
    func renew(
        _ text: String, deviceKey: String?, _ context: SignInContext, check: (User) throws -> Void = { _ in }
    ) async throws -> AuthenticationResultType {
        let (pool, client, time) = (context.pool, context.client, context.call.time)
        guard let token = RefreshToken(text, seals.refreshToken), token.clientID == client.id,
            token.poolID == pool.id, deviceKey == nil || deviceKey == token.deviceKey
        else { throw ServiceError.notAuthorized("Invalid Refresh Token") }
        guard time < token.expiresAt else { throw ServiceError.notAuthorized("Refresh Token has expired") }
        let state = try await store.read { snapshot in
            (
                try snapshot.find(User.self, index: User.subIndex(pool.id, token.sub)),
                try snapshot.find(TokenRevocation.self, TokenRevocation.key(pool.id, token.origin)),
                try snapshot.find(TokenRevocation.self, TokenRevocation.key(pool.id, token.id))
            )
        }
        guard let user = state.0, state.1 == nil, user.signOutCount == token.signOutCount else {
            throw ServiceError.notAuthorized("Refresh Token has been revoked")
        }
        if let rotation = state.2, time >= rotation.effectiveAt ?? time { throw Self.reusedRefreshToken }
        try check(user)
        guard user.enabled else { throw ServiceError.userDisabled }
        var grant = TokenGrant(pool: pool, client: client, user: user)
        grant.scopes = token.scopes
        grant.deviceKey = token.deviceKey
        grant.source = .refreshTokens
        grant.metadata = context.metadata
        let signIn = SignIn(grant: grant, origin: token.origin, authenticatedAt: token.authenticatedAt)
        // First the old token is spent, then new ones are signed: of several at once one alone goes on.
        let next = client.rotatesRefreshTokens ? try await rotate(token, signIn, at: time) : nil
        var result = try await tokens(for: signIn, at: time)
        result.refreshToken = next
        return result
    }

    private static let reusedRefreshToken = ServiceError(
        CognitoUserPoolsErrors.refreshTokenReuse, "Refresh token has been invalidated by rotation")

    /// The next refresh token, which ends when the first would have; the last one stays good for
    /// the client's grace period, so that a reply lost on the way can be asked for again.
    private func rotate(_ token: RefreshToken, _ signIn: SignIn, at time: Date) async throws -> String {
        let grace = Double(signIn.grant.client.settings.refreshTokenRotation?.retryGracePeriodSeconds ?? 0)
        let rotation = TokenRevocation(
            poolID: token.poolID, origin: token.id, until: token.expiresAt,
            effectiveAt: time.addingTimeInterval(grace))
        try await store.write { transaction in
            let origin = TokenRevocation.key(token.poolID, token.origin)
            guard try !transaction.exists(origin) else {
                throw ServiceError.notAuthorized("Refresh Token has been revoked")
            }
            guard let before = try transaction.find(TokenRevocation.self, rotation.key) else {
                return try transaction.save(rotation)
            }
            // The first use sets the end of the grace; later ones do not move it. Without grace the first committed
            // is the only one, whichever came in first.
            guard grace > 0, time < before.effectiveAt ?? time else { throw Self.reusedRefreshToken }
        }
        return try RefreshToken(signIn, id: randomness.uuid(), expiresAt: token.expiresAt).sealed(seals.refreshToken)
    }
}
