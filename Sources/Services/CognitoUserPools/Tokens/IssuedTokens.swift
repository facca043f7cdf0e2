import CognitoUserPoolsModel
import Crypto
import FoundationEssentials
import LibCrypto
import ServiceKit
import Storage
import Wire

/// For whom tokens are, and what they may do.
struct TokenGrant {
    var pool: UserPool
    var client: UserPoolClient
    var user: User
    /// What the access token allows; nil for a sign-in by API, which allows the user's own operations.
    var scopes: [String]?
    /// OpenID Connect's `nonce`, given back in the ID token.
    var nonce: String?
    /// The remembered device the user signed in from.
    var deviceKey: String?
    /// The `origin_jti` that an authorization code promised; a new one otherwise.
    var origin: String?
    /// When the user proved who they are, where that was before.
    var authenticatedAt: Date?
    /// Which step asks for the tokens, and what the request told triggers.
    var source = TokenSource.authentication
    var metadata: [String: String]?
}

extension TokenGrant {
    /// Whether there is an ID token: always by API, with the scope `openid` by OAuth.
    var isOpenID: Bool { scopes?.contains("openid") ?? true }
}

/// One sign-in, whose tokens may be renewed for as long as its refresh token lives.
struct SignIn {
    var grant: TokenGrant
    /// `origin_jti`
    var origin: String
    var authenticatedAt: Date
}

extension CognitoUserPools {
    /// Tokens for a user who has just proven who they are.
    func firstTokens(
        _ grant: TokenGrant, at time: Date
    ) async throws -> AuthenticationResultType {
        let signIn = SignIn(
            grant: grant, origin: grant.origin ?? TokenID.make(signOutCount: grant.user.signOutCount, randomness),
            authenticatedAt: grant.authenticatedAt ?? time)
        let refresh = RefreshToken(
            signIn, id: randomness.uuid(),
            expiresAt: time.addingTimeInterval(Double(grant.client.settings.refreshTokenSeconds)))
        var result = try await tokens(for: signIn, at: time)
        result.refreshToken = try refresh.sealed(seals.refreshToken)
        return result
    }

    /// ID and access token, each signed by its key of the pool.
    func tokens(for signIn: SignIn, at time: Date) async throws -> AuthenticationResultType {
        let (idKey, accessKey) = try await signingKeys(of: signIn.grant.pool)
        let event = randomness.uuid()
        let groups = try await groupClaims(of: signIn.grant)
        let custom = try await tokenCustomization(signIn.grant, groups: groups, at: time)
        var accessPayload = accessTokenPayload(signIn, groups, event: event, at: time)
        if let custom { accessPayload = try custom.applied(toAccess: accessPayload) }
        let access = try JSONWebToken.sign(accessPayload, keyID: signIn.grant.pool.accessKeyID, key: accessKey)
        var id: String?
        if signIn.grant.isOpenID {
            var payload = idTokenPayload(signIn, groups, event: event, accessToken: access, at: time)
            if let custom { payload = try custom.applied(toID: payload) }
            id = try JSONWebToken.sign(payload, keyID: signIn.grant.pool.idKeyID, key: idKey)
        }
        return AuthenticationResultType(
            accessToken: access, expiresIn: signIn.grant.client.settings.accessTokenSeconds, tokenType: "Bearer",
            idToken: id)
    }

    private func groupClaims(of grant: TokenGrant) async throws -> GroupClaims {
        GroupClaims(try await store.read { snapshot in try snapshot.groups(of: grant.user) })
    }

    func signingKeys(of pool: UserPool) async throws -> (RSASigner, RSASigner) {
        if let id = keys.knownSigner(pool.id, pool.idKeyID), let access = keys.knownSigner(pool.id, pool.accessKeyID) {
            return (id, access)
        }
        let stored = try await store.read { snapshot in
            (
                try snapshot.find(SigningKey.self, SigningKey.key(pool.id, pool.idKeyID)),
                try snapshot.find(SigningKey.self, SigningKey.key(pool.id, pool.accessKeyID))
            )
        }
        guard let id = stored.0, let access = stored.1 else { throw ServiceError.noUserPool(pool.id) }
        return (try keys.signer(id), try keys.signer(access))
    }

    private func accessTokenPayload(
        _ signIn: SignIn, _ groups: GroupClaims, event: String, at time: Date
    ) -> [UInt8] {
        var writer = JSONWriter(reserving: 768)
        writer.beginObject()
        writer.claim("sub", signIn.grant.user.sub)
        if let device = signIn.grant.deviceKey { writer.claim("device_key", device) }
        groups.write(toAccess: &writer)
        writer.claim("iss", issuers.issuer(poolID: signIn.grant.pool.id, region: signIn.grant.pool.region))
        writer.claim("client_id", signIn.grant.client.id)
        if signIn.grant.client.settings.enableTokenRevocation { writer.claim("origin_jti", signIn.origin) }
        writer.claim("event_id", event)
        if signIn.grant.scopes != nil { writer.claim("version", 2) }
        writer.claim("token_use", "access")
        writer.claim("scope", signIn.grant.scopes?.joined(separator: " ") ?? Self.selfServiceScope)
        writer.claim("auth_time", signIn.authenticatedAt.seconds)
        writer.claim("exp", time.seconds + signIn.grant.client.settings.accessTokenSeconds)
        writer.claim("iat", time.seconds)
        writer.claim("jti", TokenID.make(signOutCount: signIn.grant.user.signOutCount, randomness))
        writer.claim("username", signIn.grant.user.username)
        writer.endObject()
        return writer.bytes
    }

    private func idTokenPayload(
        _ signIn: SignIn, _ groups: GroupClaims, event: String, accessToken: String, at time: Date
    ) -> [UInt8] {
        var writer = JSONWriter(reserving: 1024)
        writer.beginObject()
        writer.claim("sub", signIn.grant.user.sub)
        groups.write(toID: &writer)
        writer.claim("iss", issuers.issuer(poolID: signIn.grant.pool.id, region: signIn.grant.pool.region))
        writer.claim("cognito:username", signIn.grant.user.username)
        if signIn.grant.client.settings.enableTokenRevocation { writer.claim("origin_jti", signIn.origin) }
        writer.claim("aud", signIn.grant.client.id)
        writer.claim("event_id", event)
        writer.claim("token_use", "id")
        writer.claim("auth_time", signIn.authenticatedAt.seconds)
        writer.claim("exp", time.seconds + signIn.grant.client.settings.idTokenSeconds)
        writer.claim("iat", time.seconds)
        if signIn.grant.client.settings.enableTokenRevocation {
            writer.claim("jti", TokenID.make(signOutCount: signIn.grant.user.signOutCount, randomness))
        }
        if signIn.grant.scopes != nil { writer.claim("at_hash", Self.halfHash(of: accessToken)) }
        if let nonce = signIn.grant.nonce { writer.claim("nonce", nonce) }
        writeAttributes(of: signIn, to: &writer)
        writer.endObject()
        return writer.bytes
    }

    /// The attributes the client may read, with the types OpenID Connect gives them.
    private func writeAttributes(of signIn: SignIn, to writer: inout JSONWriter) {
        let claims = OpenIDClaims(scopes: signIn.grant.scopes)
        for (name, value) in signIn.grant.user.attributes.sorted(by: { $0.key < $1.key })
        where signIn.grant.client.mayRead(name) && claims.include(name) {
            switch name {
            case "email_verified", "phone_number_verified":
                writer.key(name)
                writer.bool(value == "true")
            case "identities":
                writer.key(name)
                writer.value(Self.identitiesClaim(signIn.grant.user))
            case "updated_at":
                writer.key(name)
                if let number = Int(value) { writer.int(number) } else { writer.string(value) }
            case "address":
                writer.key(name)
                writer.beginObject()
                writer.claim("formatted", value)
                writer.endObject()
            default: writer.claim(name, value)
            }
        }
    }

    /// As AWS writes it in tokens: flags and numbers as texts.
    private static func identitiesClaim(_ user: User) -> JSONValue {
        .array(
            user.identities.map { identity in
                [
                    "userId": .string(identity.userID), "providerName": .string(identity.provider),
                    "providerType": .string(identity.type), "issuer": .null,
                    "primary": .string(identity.isPrimary ? "true" : "false"),
                    "dateCreated": .string(String(identity.createdAt.milliseconds)),
                ]
            })
    }

    /// OpenID Connect Core 3.1.3.6: the left half of the token's SHA-256.
    private static func halfHash(of token: String) -> String {
        Base64URL.encode(SHA256.hash(data: Array(token.utf8)).prefix(16))
    }

    /// What an access token of a sign-in by API allows: the user's own operations.
    static let selfServiceScope = "aws.cognito.signin.user.admin"
}

extension JSONWriter {
    mutating func claim(_ name: String, _ value: String) {
        key(name)
        string(value)
    }

    mutating func claim(_ name: String, _ value: Int) {
        key(name)
        int(value)
    }
}
