import CognitoUserPoolsModel
import FoundationEssentials
import ServiceKit
import Storage
import Wire

extension CognitoUserPools {
    /// RFC 6749, section 4.4: an access token for a program, no user being there.
    func clientCredentials(
        _ parameters: RequestParameters, _ client: UserPoolClient, _ request: HostedRequest
    ) async throws -> HostedReply {
        guard !client.secrets.isEmpty, client.allowsOAuth(.clientCredentials) else {
            throw OAuthError.unauthorizedClient
        }
        let allowed = (client.settings.allowedOAuthScopes ?? []).filter { $0.contains("/") }
        let wanted = ScopeList.parse(parameters["scope"] ?? "")
        guard wanted.allSatisfy(allowed.contains) else { throw OAuthError.invalidScope }
        let scopes = wanted.isEmpty ? allowed : wanted
        let pool = request.site.pool
        let (_, key) = try await signingKeys(of: pool)
        let payload = clientTokenPayload(client, pool, scopes, at: request.page.time)
        let token = try JSONWebToken.sign(payload, keyID: pool.accessKeyID, key: key)
        return Self.tokenReply(
            AuthenticationResultType(accessToken: token, expiresIn: client.settings.accessTokenSeconds))
    }

    private func clientTokenPayload(
        _ client: UserPoolClient, _ pool: UserPool, _ scopes: [String], at time: Date
    ) -> [UInt8] {
        var writer = JSONWriter(reserving: 512)
        writer.beginObject()
        writer.claim("sub", client.id)
        writer.claim("token_use", "access")
        writer.claim("scope", scopes.joined(separator: " "))
        writer.claim("auth_time", time.seconds)
        writer.claim("iss", issuers.issuer(poolID: pool.id, region: pool.region))
        writer.claim("exp", time.seconds + client.settings.accessTokenSeconds)
        writer.claim("iat", time.seconds)
        writer.claim("version", 2)
        writer.claim("jti", randomness.uuid())
        writer.claim("client_id", client.id)
        writer.endObject()
        return writer.bytes
    }
}
