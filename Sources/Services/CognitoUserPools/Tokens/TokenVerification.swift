import CryptoExtras
import FoundationEssentials
import OpenIDConnect
import ServiceKit
import Storage
import Wire

extension CognitoUserPools {
    package func verify(_ token: String, issuer: String?, at time: Date) async throws -> VerifiedToken? {
        let named = issuer.flatMap(issuers.poolID)
        if issuer != nil, named == nil { return nil }
        if issuer == nil, !isOurs(token) { return nil }
        let claims = try await claims(of: token, poolID: named)
        if claims.isExpired(at: time) { throw TokenRefusal.expired }
        let isRevoked = try await isRevoked(claims)
        return VerifiedToken(
            subject: claims.sub, audience: claims.clientID, use: claims.use, claims: claims.texts,
            expiresAt: Date(timeIntervalSince1970: Double(claims.expiresAt)),
            provider: IssuerNames.provider(
                poolID: claims.poolID, region: IssuerNames.region(ofPool: claims.poolID)),
            isRevoked: isRevoked)
    }

    /// Whether the token says it is of a pool here; nothing is proven by that.
    private func isOurs(_ token: String) -> Bool {
        guard let issuer = SignedToken(token)?.payload["iss"]?.string else { return false }
        return issuers.poolID(named: issuer) != nil
    }

    /// Whether the user is gone or disabled, or has signed out everywhere since.
    private func isRevoked(_ claims: TokenClaims) async throws -> Bool {
        try await store.read { snapshot in
            guard try snapshot.find(UserPool.self, UserPool.key(claims.poolID)) != nil else {
                throw TokenRefusal.invalid("Issuer doesn't match providerName")
            }
            return try snapshot.standing(of: claims) == nil
        }
    }

    /// The claims of a token that a key of its pool signed. Verified tokens are kept by their exact
    /// text. Expiry and revocation are the asker's business.
    ///
    /// - Parameter poolID: the pool it must be of; nil where the token's issuer tells.
    /// - Throws: `TokenRefusal.invalid`, with AWS's reason.
    func claims(of token: String, poolID wanted: String?) async throws -> TokenClaims {
        if let known = verifiedTokens[token] {
            guard wanted == nil || wanted == known.poolID else { throw Self.wrongIssuer }
            return known
        }
        guard let parts = SignedToken(token) else {
            throw TokenRefusal.invalid("Not a valid OpenId Connect identity token.")
        }
        guard let issuer = parts.payload["iss"]?.string, let poolID = issuers.poolID(named: issuer),
            wanted == nil || wanted == poolID,
            issuer == issuers.issuer(poolID: poolID, region: IssuerNames.region(ofPool: poolID))
        else { throw Self.wrongIssuer }
        guard parts.algorithm == "RS256", let key = try await publicKey(poolID, parts.keyID),
            JSONWebToken.isSigned(parts, by: key)
        else { throw TokenRefusal.invalid("Token signature invalid.") }
        guard let claims = TokenClaims(parts.payload, poolID: poolID) else {
            throw TokenRefusal.invalid("Missing a required claim.")
        }
        verifiedTokens[token] = claims
        return claims
    }

    private static let wrongIssuer = TokenRefusal.invalid("Issuer doesn't match providerName")

    private func publicKey(_ poolID: String, _ keyID: String) async throws -> _RSA.Signing.PublicKey? {
        if let known = keys.knownPublicKey(poolID, keyID) { return known }
        guard keyID.utf8.count <= 128 else { return nil }
        let stored = try await store.read { snapshot in
            try snapshot.find(SigningKey.self, SigningKey.key(poolID, keyID))
        }
        return try stored.map { try keys.publicKey($0) }
    }
}

extension Snapshot {
    /// The token's pool, client and user, if none of them is gone and the token not revoked.
    func standing(of claims: TokenClaims) throws -> (pool: UserPool, client: UserPoolClient, user: User)? {
        guard let pool = try find(UserPool.self, UserPool.key(claims.poolID)),
            let client = try find(
                UserPoolClient.self, UserPoolClient.listing(claims.poolID).text(claims.clientID)),
            let user = try find(User.self, index: User.subIndex(claims.poolID, claims.sub)), user.enabled
        else { return nil }
        if !claims.id.isEmpty, !TokenID.isOf(signOutCount: user.signOutCount, claims.id) { return nil }
        if let origin = claims.origin,
            try find(TokenRevocation.self, TokenRevocation.key(pool.id, origin)) != nil
        {
            return nil
        }
        return (pool, client, user)
    }
}
