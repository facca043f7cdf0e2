import CognitoUserPoolsModel
import FoundationEssentials
import ServiceKit
import Storage
import Wire

extension CognitoUserPools {
    /// `POST /oauth2/token`. Parameters are taken from the query too, as Cognito takes them.
    func tokenEndpoint(_ request: HostedRequest) async throws -> HostedReply {
        guard request.page.method == "POST" else { throw OAuthError("invalid_request", status: 405) }
        let parameters = RequestParameters(request.queryFields + request.formFields)
        guard !parameters.hasRepeated(["grant_type", "client_id", "client_secret", "code", "refresh_token"]) else {
            throw OAuthError.invalidRequest
        }
        guard let grantType = parameters["grant_type"] else { throw OAuthError.invalidRequest }
        let client = try await authenticatedClient(request.page.headers, parameters, request.site)
        switch grantType {
        case "authorization_code": return try await exchangeCode(parameters, client, request)
        case "refresh_token": return try await exchangeRefreshToken(parameters, client, request)
        case "client_credentials": return try await clientCredentials(parameters, client, request)
        default: throw OAuthError.unsupportedGrantType
        }
    }

    private func exchangeCode(
        _ parameters: RequestParameters, _ client: UserPoolClient, _ request: HostedRequest
    ) async throws -> HostedReply {
        guard client.allowsOAuth(.code) else { throw OAuthError.unauthorizedClient }
        guard let code = parameters["code"], let redirectURI = parameters["redirect_uri"] else {
            throw OAuthError.invalidRequest
        }
        let redemption = try await redeem(
            code, redirectURI: redirectURI, verifier: parameters["code_verifier"], request.site.pool, client,
            at: request.page.time)
        guard case .granted(let granted, let user) = redemption else { throw OAuthError.invalidGrant }
        var grant = TokenGrant(pool: request.site.pool, client: client, user: user)
        grant.scopes = granted.scopes
        grant.source = .hostedAuth
        grant.nonce = granted.nonce
        grant.origin = granted.origin
        grant.authenticatedAt = granted.authenticatedAt
        return Self.tokenReply(try await firstTokens(grant, at: request.page.time))
    }

    /// The client was authenticated; it may refresh whatever ExplicitAuthFlows the client has.
    private func exchangeRefreshToken(
        _ parameters: RequestParameters, _ client: UserPoolClient, _ request: HostedRequest
    ) async throws -> HostedReply {
        guard client.settings.allowedOAuthFlowsUserPoolClient else { throw OAuthError.unauthorizedClient }
        guard let token = parameters["refresh_token"] else { throw OAuthError.invalidRequest }
        do {
            let context = SignInContext(pool: request.site.pool, client: client, call: request.call)
            return Self.tokenReply(try await renew(token, deviceKey: nil, context))
        } catch is ServiceError { throw OAuthError.invalidGrant }
    }

    static func tokenReply(_ result: AuthenticationResultType) -> HostedReply {
        var writer = JSONWriter(reserving: 4096)
        writer.beginObject()
        if let token = result.idToken { writer.claim("id_token", token) }
        if let token = result.accessToken { writer.claim("access_token", token) }
        if let token = result.refreshToken { writer.claim("refresh_token", token) }
        writer.claim("expires_in", result.expiresIn ?? 0)
        writer.claim("token_type", "Bearer")
        writer.endObject()
        return HostedReply.json(writer.bytes)
    }
}

extension UserPoolClient {
    func allowsOAuth(_ flow: OAuthFlowType) -> Bool {
        settings.allowedOAuthFlowsUserPoolClient && settings.allowedOAuthFlows?.contains(flow) == true
    }
}
