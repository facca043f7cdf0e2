import CognitoUserPoolsModel
import Crypto
import FoundationEssentials
import OpenIDConnect
import ServiceKit
import Storage
import Wire

/// Sign-in through a provider: there with the browser, and back with a code.
extension CognitoUserPools {
    /// On to the provider that the application or the user chose.
    func beginFederation(
        _ name: String, _ authorization: AuthorizationRequest, _ request: HostedRequest
    ) async throws -> HostedReply {
        try admit(request.call, .authentication)
        let pool = request.site.pool
        let found = try await store.read { snapshot in
            try snapshot.provider(named: name, in: pool) ?? snapshot.provider(identifier: name, in: pool)
        }
        guard let provider = found, authorization.client.federatedProviders.contains(provider.name) else {
            return authorization.answer.error("invalid_request", "The identity provider is not known").reply
        }
        let state = FederationState(
            provider: provider.name, query: request.page.rawQuery, at: request.page.time, randomness)
        do {
            let metadata = try await metadata(of: provider, at: request.page.time)
            var parameters: [(name: String, value: String)] = [
                ("client_id", provider.details["client_id"] ?? ""), ("redirect_uri", callback(request)),
                ("scope", provider.details["authorize_scopes"] ?? "openid"), ("response_type", "code"),
                ("state", try state.sealed(seals.pages, request.site)),
            ]
            if metadata.issuer != nil { parameters.append(("nonce", state.nonce)) }
            if let hint = request.query["login_hint"] { parameters.append(("login_hint", hint)) }
            let separator = metadata.authorize.contains("?") ? "&" : "?"
            return HostedReply.redirect(to: metadata.authorize + separator + RequestParameters.encode(parameters))
                .adding([cookie(FederationState.cookieName, state.id, maxAge: Int(FederationState.lifetime), request)])
        } catch { return providerError(error, authorization) }
    }

    /// `/oauth2/idpresponse`: the provider's answer, by the browser.
    func providerResponse(_ request: HostedRequest) async throws -> HostedReply {
        guard request.page.method == "GET" || request.page.method == "POST" else { return .notAllowed }
        let answer = request.page.method == "GET" ? request.query : request.form
        guard let state = answer["state"].flatMap({ FederationState($0, seals.pages, request.site) }),
            request.page.time < state.expiresAt, isBrowser(of: state, request), spentSessions.spend(state.id)
        else { return try await federationStartedElsewhere(request) }
        try admit(request.call, .authentication)
        let original = request.replacingQuery(with: state.query)
        let authorization: AuthorizationRequest
        do { authorization = try await self.authorization(original) } catch { return reply(to: error, original) }
        if let error = answer["error"] {
            return authorization.answer.error(error, answer["error_description"] ?? "The provider refused").reply
        }
        do {
            let user = try await federatedUser(answer["code"], state, authorization, request)
            return try await finish(authorization, for: user, since: request.page.time, original)
                .adding([
                    try sessionCookie(user, request), cookie(FederationState.cookieName, "", maxAge: 0, request),
                ])
        } catch { return providerError(error, authorization) }
    }

    private func federatedUser(
        _ code: String?, _ state: FederationState, _ authorization: AuthorizationRequest, _ request: HostedRequest
    ) async throws -> User {
        guard let code else { throw ProviderFailure("the provider sent no code") }
        let pool = request.site.pool
        let found = try await store.read { snapshot in try snapshot.provider(named: state.provider, in: pool) }
        guard let provider = found, authorization.client.federatedProviders.contains(provider.name) else {
            throw ProviderFailure("the provider is gone")
        }
        let profile = try await profile(
            from: provider, code: code, redirectURI: callback(request), nonce: state.nonce, at: request.page.time)
        return try await signedInUser(profile, provider, pool, authorization.client, request.call)
    }

    /// Where the provider sends the browser back to, the same for every way the domain is reached by path.
    private func callback(_ request: HostedRequest) -> String {
        let path = request.site.basePath + "/oauth2/idpresponse"
        guard request.site.basePath.isEmpty else { return issuers.publicURL + path }
        return (request.page.isSecure ? "https://" : "http://")
            + (request.page.headers.first("host") ?? request.page.host)
            + path
    }

    private func isBrowser(of state: FederationState, _ request: HostedRequest) -> Bool {
        let given = request.cookie(FederationState.cookieName) ?? ""
        return SHA256.hash(data: Array(given.utf8)) == SHA256.hash(data: Array(state.id.utf8))
    }

    private func federationStartedElsewhere(_ request: HostedRequest) async throws -> HostedReply {
        try await notice(request, nil, request.text.errorTitle, request.text.formExpired)
    }

    /// The application is told as RFC 6749 tells; what a provider or a trigger says is a sentence, not a secret.
    private func providerError(_ error: any Error, _ authorization: AuthorizationRequest) -> HostedReply {
        switch error {
        case let failure as ProviderFailure:
            return authorization.answer.error("server_error", failure.reason).reply
        case let failure as ServiceError where failure.status < 500:
            return authorization.answer.error("invalid_request", failure.message).reply
        default: return authorization.answer.error("server_error", "The identity provider could not be reached").reply
        }
    }
}

extension HostedRequest {
    /// The same request, with another's query.
    func replacingQuery(with query: String) -> HostedRequest {
        let page = PageRequest(
            method: "GET", path: page.path, rawQuery: query, headers: page.headers, address: page.address,
            host: page.host, isSecure: page.isSecure, time: page.time, requestID: page.requestID)
        return HostedRequest(page, site, path: "/oauth2/authorize")
    }
}
