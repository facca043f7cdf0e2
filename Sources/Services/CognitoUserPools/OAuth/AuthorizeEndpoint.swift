import CognitoUserPoolsModel
import FoundationEssentials
import ServiceKit
import Storage
import Wire

extension CognitoUserPools {
    /// What the request asks to be authorized, or where it ends.
    func authorization(
        _ request: HostedRequest
    ) async throws(AuthorizationRequest.Refusal) -> AuthorizationRequest {
        var client: UserPoolClient?
        if let id = request.query["client_id"] { client = try? await request.site.client(id, store) }
        return try AuthorizationRequest(request.query, request.site, client: client)
    }

    /// The answer to a request that goes no further. Only a checked address is redirected to.
    func reply(to refusal: AuthorizationRequest.Refusal, _ request: HostedRequest) -> HostedReply {
        switch refusal {
        case .told(let answer): return answer.reply
        case .stays(let error):
            var parameters: [(name: String, value: String)] = [("error", error)]
            for name in ["client_id", "lang"] {
                if let value = request.query[name] { parameters.append((name, value)) }
            }
            return .redirect(to: request.site.basePath + "/error?" + RequestParameters.encode(parameters))
        }
    }

    /// `GET` or `POST /oauth2/authorize`: on to the application for who is signed in, else to the
    /// sign-in page with the same parameters.
    func authorizeEndpoint(_ request: HostedRequest) async throws -> HostedReply {
        if request.page.method == "POST" { return Self.asGet(request) }
        guard request.page.method == "GET" else { return .notAllowed }
        let authorization: AuthorizationRequest
        do { authorization = try await self.authorization(request) } catch { return reply(to: error, request) }
        let prompts = ScopeList.parse(request.query["prompt"] ?? "")
        if let refusal = Self.refusal(of: prompts, authorization) { return refusal.reply }
        if let provider = request.query["identity_provider"] ?? request.query["idp_identifier"],
            provider != "COGNITO"
        {
            return try await beginFederation(provider, authorization, request)
        }
        if !prompts.contains("login"), !prompts.contains("select_account"),
            let session = try await sessionUser(request), !isTooOld(session.since, request)
        {
            return try await finish(authorization, for: session.user, since: session.since, request)
        }
        if prompts.contains("none") {
            return authorization.answer.error("login_required", "Nobody is signed in").reply
        }
        return .redirect(to: request.address("/login"))
    }

    /// A form's parameters go into the address, which the pages that follow read.
    private static func asGet(_ request: HostedRequest) -> HostedReply {
        let pairs = (request.queryFields + request.formFields).map { (name: $0.name, value: $0.value ?? "") }
        var reply = HostedReply.redirect(
            to: request.site.basePath + request.path + "?" + RequestParameters.encode(pairs))
        reply.status = 303
        return reply
    }

    /// OpenID Connect Core 3.1.2.1: `none` stands alone; what else there may be is known.
    private static func refusal(of prompts: [String], _ authorization: AuthorizationRequest) -> RedirectAnswer? {
        let known: Set<String> = ["none", "login", "consent", "select_account"]
        guard prompts.allSatisfy(known.contains), !prompts.contains("none") || prompts.count == 1 else {
            return authorization.answer.error("invalid_request", "prompt is not valid")
        }
        return nil
    }

    private func isTooOld(_ since: Date, _ request: HostedRequest) -> Bool {
        guard let text = request.query["max_age"], let limit = Double(text) else { return false }
        return request.page.time.timeIntervalSince(since) > limit
    }

    /// Sends the browser to the application, with a code or with tokens.
    func finish(
        _ authorization: AuthorizationRequest, for user: User, since: Date, _ request: HostedRequest
    ) async throws -> HostedReply {
        guard authorization.responseType == .token else {
            let code = try await makeAuthorizationCode(
                authorization, for: user, authenticatedAt: since, at: request.page.time)
            return authorization.answer.adding([("code", code)]).reply
        }
        var grant = TokenGrant(pool: request.site.pool, client: authorization.client, user: user)
        grant.scopes = authorization.scopes
        grant.source = .hostedAuth
        grant.nonce = authorization.nonce
        grant.authenticatedAt = since
        // The refresh token is not handed out: an address is no place for one (RFC 6749, 4.2.2).
        let result = try await firstTokens(grant, at: request.page.time)
        var parameters: [(name: String, value: String)] = []
        if let token = result.idToken { parameters.append(("id_token", token)) }
        if let token = result.accessToken { parameters.append(("access_token", token)) }
        parameters.append(("expires_in", String(result.expiresIn ?? 0)))
        parameters.append(("token_type", "Bearer"))
        return authorization.answer.adding(parameters).reply
    }
}
