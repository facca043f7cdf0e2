import FoundationEssentials
import ServiceKit
import Storage
import Wire

extension CognitoUserPools {
    /// `GET` or `POST /oauth2/userInfo`, OpenID Connect Core 5.3, by an access token with `openid`.
    func userInfoEndpoint(_ request: HostedRequest) async throws -> HostedReply {
        guard request.page.method == "GET" || request.page.method == "POST" else {
            throw OAuthError.bearer(405, "invalid_request", "Bad OAuth2 request at UserInfo Endpoint")
        }
        let header = request.page.headers.first("authorization") ?? ""
        let sent =
            header.hasPrefixIgnoringASCIICase("Bearer ")
            ? String(header.dropFirst(7)) : request.form["access_token"]
        guard let token = sent, !token.isEmpty else {
            throw OAuthError.bearer(400, "invalid_request", "Bad OAuth2 request at UserInfo Endpoint")
        }
        let (user, client, scopes) = try await holder(of: token, request)
        guard scopes.contains("openid") else {
            throw OAuthError.bearer(403, "insufficient_scope", "Access token does not have required scopes.")
        }
        return HostedReply.json(Self.userInfo(user, client, OpenIDClaims(scopes: scopes)))
    }

    private func holder(
        of token: String, _ request: HostedRequest
    ) async throws -> (User, UserPoolClient, [String]) {
        let refusal = OAuthError.bearer(
            401, "invalid_token",
            "Access token is expired, disabled, or deleted, or the user has globally signed out.")
        do {
            let claims = try await claims(of: token, poolID: request.site.pool.id)
            guard claims.use == "access", !claims.isExpired(at: request.page.time) else { throw refusal }
            guard let standing = try await store.read({ try $0.standing(of: claims) }) else { throw refusal }
            return (standing.user, standing.client, claims.scopes)
        } catch is TokenRefusal { throw refusal }
    }

    /// Cognito writes the verified flags as text here, unlike in the ID token.
    private static func userInfo(_ user: User, _ client: UserPoolClient, _ claims: OpenIDClaims) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.claim("sub", user.sub)
        for (name, value) in user.attributes.sorted(by: { $0.key < $1.key })
        where client.mayRead(name) && claims.include(name) {
            if name == "address" {
                writer.key(name)
                writer.beginObject()
                writer.claim("formatted", value)
                writer.endObject()
            } else if name == "updated_at", let number = Int(value) {
                writer.claim(name, number)
            } else {
                writer.claim(name, value)
            }
        }
        writer.claim("username", user.username)
        writer.endObject()
        return writer.bytes
    }
}
