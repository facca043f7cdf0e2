import CognitoUserPoolsModel
import Design
import FoundationEssentials
import ServiceKit
import Storage
import Wire

extension CognitoUserPools {
    /// `/login`: the form, and what comes of it.
    func loginPage(_ request: HostedRequest) async throws -> HostedReply {
        let authorization: AuthorizationRequest
        do { authorization = try await self.authorization(request) } catch { return reply(to: error, request) }
        guard request.page.method == "POST" else {
            return try await loginForm(request, authorization, name: request.query["login_hint"] ?? "")
        }
        guard !isForged(request) else {
            return try await loginForm(
                request, authorization, name: request.form["username"] ?? "", error: request.text.formExpired,
                status: 403)
        }
        guard authorization.client.offersOwnUsers else {
            return try await loginForm(request, authorization, name: "", status: 400)
        }
        let name = request.form["username"] ?? ""
        let password = request.form["password"] ?? ""
        do {
            if request.form["choose"] != nil { return try await chooseFactor(name, authorization, request) }
            return try await signIn(name, password, authorization, request)
        } catch let error as ServiceError {
            return try await loginForm(
                request, authorization, name: name, error: request.text.sentence(error.code, error.message),
                status: 400)
        }
    }

    /// By name and password, on to the application, or to whatever else the account needs first.
    func signIn(
        _ name: String, _ password: String, _ authorization: AuthorizationRequest, _ request: HostedRequest
    ) async throws -> HostedReply {
        guard !name.isEmpty, !password.isEmpty else { throw ServiceError.wrongPassword }
        let pool = request.site.pool
        let client = authorization.client
        var parameters = ["USERNAME": name, "PASSWORD": password]
        parameters["SECRET_HASH"] = try secretHash(of: client, name: name)
        do {
            let step = try await signInByPassword(parameters, pool, client, request.call)
            return try await reply(to: step, name: name, authorization, request)
        } catch let error as ServiceError where error.code == ServiceError.userNotConfirmed.code {
            // The password was right: only then does anybody learn that the account waits.
            let user = try await store.read { snapshot in try snapshot.user(name, in: pool) }
            guard let user else { throw error }
            return HostedReply.redirect(to: request.address("/confirm"))
                .adding([try pendingCookie(user, request)])
        } catch let error as ServiceError where error.code == ServiceError.passwordResetRequired.code {
            return try await forgotPasswordForm(request, client, name: name, notice: request.text.resetRequired)
        }
    }

    /// Signed in: the browser keeps a session and goes on. Else the next question.
    func reply(
        to step: SignInStep, name: String, _ authorization: AuthorizationRequest, _ request: HostedRequest
    ) async throws -> HostedReply {
        switch step {
        case .signedIn(let signedIn):
            return try await finish(authorization, for: signedIn.user, since: request.page.time, request)
                .adding([try sessionCookie(signedIn.user, request), endedPendingCookie(request)])
        case .challenge(let challenge, let session, let parameters):
            let flow = SignInFlow(
                challenge: challenge, session: session,
                name: parameters["USER_ID_FOR_SRP"] ?? parameters["USERNAME"] ?? name,
                parameters: parameters, clientID: authorization.client.id)
            return try await challengeForm(flow, authorization, request)
        case .choice(let offered, let session, let parameters):
            var more = parameters
            more["AVAILABLE_CHALLENGES"] = SignInFlow.json(offered.map(\.rawValue))
            let flow = SignInFlow(
                challenge: .selectChallenge, session: session,
                name: parameters["USER_ID_FOR_SRP"] ?? parameters["USERNAME"] ?? name,
                parameters: more, clientID: authorization.client.id)
            return try await challengeForm(flow, authorization, request)
        case .renewed: throw ServiceError.wrongPassword
        }
    }

    private func loginForm(
        _ request: HostedRequest, _ authorization: AuthorizationRequest, name: String, error: String? = nil,
        status: Int = 200
    ) async throws -> HostedReply {
        let text = request.text
        let client = authorization.client
        let notice = LoginNotice(rawValue: request.query["notice"] ?? "")?.sentence(text)
        return try await render(
            request, client, title: text.signInTitle, status: status, target: authorization.scheme
        ) { token in
            let form =
                client.offersOwnUsers ? ownUsersForm(request, client, name, isWrong: error != nil, token) : .empty
            let providers = providerButtons(request, client)
            let unavailable: HTML =
                client.offersOwnUsers || !client.federatedProviders.isEmpty
                ? .empty : FormParts.error(text.loginUnavailable)
            return """
                \(FormParts.error(error))\(FormParts.notice(error == nil ? notice : nil))\(unavailable)\
                \(form)\(providers)\(signUpLink(request, client))
                """
        }
    }

    private func ownUsersForm(
        _ request: HostedRequest, _ client: UserPoolClient, _ name: String, isWrong: Bool, _ token: HTML
    ) -> HTML {
        let text = request.text
        let pool = request.site.pool
        return """
            <form method="post" action="\(request.address("/login"))" name="cognitoSignInForm">
            \(token)
            \(FormParts.field(
                FormParts.Field(
                    name: "username", label: pool.signInLabel(text), value: name, autocomplete: "username",
                    mode: pool.signInInputMode, isFocused: name.isEmpty, isWrong: isWrong)))\
            \(FormParts.field(
                FormParts.Field(
                    name: "password", label: text.password, type: "password", autocomplete: "current-password",
                    isFocused: !name.isEmpty, isWrong: isWrong)))\
            <p class="aside">\(FormParts.link(request.address("/forgotPassword"), text.forgotPassword))</p>
            \(FormParts.submit(text.signIn))\(pool.offersOtherFactors(to: client) ? FormParts.otherSubmit(text.otherWays) : .empty)\
            </form>

            """
    }

    /// A one-time code or a passkey in the place of the password.
    private func chooseFactor(
        _ name: String, _ authorization: AuthorizationRequest, _ request: HostedRequest
    ) async throws -> HostedReply {
        guard !name.isEmpty, request.site.pool.offersOtherFactors(to: authorization.client) else {
            throw ServiceError.wrongPassword
        }
        var parameters = ["USERNAME": name]
        parameters["SECRET_HASH"] = try secretHash(of: authorization.client, name: name)
        let context = SignInContext(
            pool: request.site.pool, client: authorization.client, call: request.call)
        let step = try await begin(.userAuth, parameters, context)
        return try await reply(to: step, name: name, authorization, request)
    }

    private func signUpLink(_ request: HostedRequest, _ client: UserPoolClient) -> HTML {
        guard client.offersOwnUsers, request.site.pool.takesSignUps else { return .empty }
        return """
            <p class="below">\(request.text.noAccount) \
            \(FormParts.link(request.address("/signup"), request.text.signUp))</p>

            """
    }

    private func providerButtons(_ request: HostedRequest, _ client: UserPoolClient) -> HTML {
        guard !client.federatedProviders.isEmpty else { return .empty }
        let buttons = client.federatedProviders.map { provider -> HTML in
            var query = request.query
            query["identity_provider"] = provider
            let address =
                request.site.basePath + "/oauth2/authorize"
                + query.query(AuthorizationRequest.parameterNames)
            return """
                <a class="idpButton-customizable" href="\(address)">\(request.text.continueWith(provider))</a>

                """
        }
        let divider: HTML =
            client.offersOwnUsers ? "<p class=\"divider\"><span>\(request.text.or)</span></p>\n" : .empty
        return "\(divider)<div class=\"providers\">\n\(buttons)</div>\n"
    }
}

/// What the sign-in page says after another page led to it.
enum LoginNotice: String {
    case confirmed, passwordChanged, codeResent

    func sentence(_ text: HostedText) -> String {
        switch self {
        case .confirmed: text.confirmed
        case .passwordChanged: text.passwordChanged
        case .codeResent: text.codeResent
        }
    }
}

extension AuthorizationRequest {
    /// The scheme of an application that is not of the web, as a Content-Security-Policy names it.
    var scheme: String? {
        guard let colon = redirectURI.firstIndex(of: ":") else { return nil }
        let scheme = redirectURI[..<colon].lowercased()
        // RFC 3986, 3.1: nothing that could end the directive.
        let isScheme = scheme.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || [0x2B, 0x2D, 0x2E].contains(byte)
        }
        return isScheme && scheme != "http" && scheme != "https" ? scheme + ":" : nil
    }
}

extension UserPoolClient {
    /// Whether the pool's own users may sign in on pages; where nothing is set, they may.
    var offersOwnUsers: Bool {
        guard let providers = settings.supportedIdentityProviders, !providers.isEmpty else { return true }
        return providers.contains("COGNITO")
    }

    var federatedProviders: [String] { (settings.supportedIdentityProviders ?? []).filter { $0 != "COGNITO" } }
}

extension UserPool {
    var takesSignUps: Bool { settings.adminCreateUser.allowAdminCreateUserOnly != true }

    /// Whether a one-time code or a passkey may stand for the password.
    func offersOtherFactors(to client: UserPoolClient) -> Bool {
        client.allows(.allowUserAuth, nil)
            && settings.signInPolicy?.allowedFirstAuthFactors?.contains { $0 != .password } == true
    }

    /// What people sign in with here.
    func signInLabel(_ text: HostedText) -> String {
        let takesEmail = usernameAttributes.contains(.email)
        let takesPhone = usernameAttributes.contains(.phoneNumber)
        if takesEmail && takesPhone { return text.emailOrPhone }
        if takesEmail { return text.email }
        if takesPhone { return text.phoneNumber }
        return aliasAttributes.isEmpty ? text.username : text.usernameOrAlias
    }

    var signInInputMode: String? {
        if usernameAttributes == [.email] { return "email" }
        return usernameAttributes == [.phoneNumber] ? "tel" : nil
    }
}
