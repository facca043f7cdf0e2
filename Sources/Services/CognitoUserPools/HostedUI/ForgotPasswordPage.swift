import CognitoUserPoolsModel
import Design
import ServiceKit
import Storage

extension CognitoUserPools {
    /// `/forgotPassword`: asks for a code.
    func forgotPasswordPage(_ request: HostedRequest) async throws -> HostedReply {
        let authorization: AuthorizationRequest
        do { authorization = try await self.authorization(request) } catch { return reply(to: error, request) }
        let client = authorization.client
        let name = request.form["username"] ?? ""
        guard request.page.method == "POST" else {
            return try await forgotPasswordForm(request, client, name: request.query["login_hint"] ?? "")
        }
        guard !isForged(request) else {
            return try await forgotPasswordForm(
                request, client, name: name, error: request.text.formExpired, status: 403)
        }
        do {
            guard !name.isEmpty else { throw ServiceError.noUserForClient }
            let sent = try await forgotPassword(
                ForgotPasswordRequest(
                    clientId: client.id, secretHash: try secretHash(of: client, name: name), username: name),
                request.call)
            let destination = sent.codeDeliveryDetails?.destination
            return try await newPasswordForm(
                request, client, name: name, lead: destination.map(request.text.codeSentTo))
        } catch let error as ServiceError {
            return try await forgotPasswordForm(
                request, client, name: name, error: request.text.sentence(error.code, error.message), status: 400)
        }
    }

    /// `/confirmForgotPassword`: the code and the new password.
    func confirmForgotPasswordPage(_ request: HostedRequest) async throws -> HostedReply {
        let authorization: AuthorizationRequest
        do { authorization = try await self.authorization(request) } catch { return reply(to: error, request) }
        let client = authorization.client
        guard request.page.method == "POST" else { return try await newPasswordForm(request, client, name: "") }
        let name = request.form["username"] ?? ""
        guard !isForged(request) else {
            return try await newPasswordForm(request, client, name: name, error: request.text.formExpired, status: 403)
        }
        do {
            guard !name.isEmpty, let code = request.form["code"]?.filter({ !$0.isWhitespace }), !code.isEmpty else {
                throw ServiceError.codeMismatch
            }
            _ = try await confirmForgotPassword(
                ConfirmForgotPasswordRequest(
                    clientId: client.id, secretHash: try secretHash(of: client, name: name), username: name,
                    confirmationCode: code, password: request.form["password"] ?? ""), request.call)
        } catch let error as ServiceError {
            return try await newPasswordForm(
                request, client, name: name, error: request.text.sentence(error.code, error.message), status: 400)
        }
        let notice = [("notice", LoginNotice.passwordChanged.rawValue)]
        return HostedReply.redirect(to: request.address("/login", adding: notice))
            .adding([endedSessionCookie(request)])
    }

    func forgotPasswordForm(
        _ request: HostedRequest, _ client: UserPoolClient, name: String, notice: String? = nil,
        error: String? = nil, status: Int = 200
    ) async throws -> HostedReply {
        let text = request.text
        let pool = request.site.pool
        return try await render(request, client, title: text.forgotTitle, status: status) { token in
            """
            \(FormParts.error(error))\(FormParts.notice(notice))\(FormParts.lead(text.forgotLead))\
            <form method="post" action="\(request.address("/forgotPassword"))" name="forgotPassword">
            \(token)
            \(FormParts.field(
                FormParts.Field(
                    name: "username", label: pool.signInLabel(text), value: name, autocomplete: "username",
                    mode: pool.signInInputMode, isFocused: true, isWrong: error != nil)))\
            \(FormParts.submit(text.sendCode))</form>
            <p class="below">\(FormParts.link(request.address("/confirmForgotPassword"), text.haveCode))</p>
            <p class="below">\(FormParts.link(request.address("/login"), text.backToSignIn))</p>

            """
        }
    }

    private func newPasswordForm(
        _ request: HostedRequest, _ client: UserPoolClient, name: String, lead: String? = nil,
        error: String? = nil, status: Int = 200
    ) async throws -> HostedReply {
        let text = request.text
        let pool = request.site.pool
        return try await render(request, client, title: text.resetTitle, status: status) { token in
            let who =
                name.isEmpty
                ? FormParts.field(
                    FormParts.Field(
                        name: "username", label: pool.signInLabel(text), autocomplete: "username",
                        mode: pool.signInInputMode, isFocused: true)) : FormParts.hidden("username", name)
            return """
                \(FormParts.error(error))\(FormParts.lead(lead ?? text.codeExpected))\
                <form method="post" action="\(request.address("/confirmForgotPassword"))" \
                name="confirmForgotPassword">
                \(token)
                \(who)\(FormParts.code(text, isFocused: !name.isEmpty, isWrong: error != nil))\
                \(PasswordFields.new(text.newPassword, pool, text))\
                \(FormParts.submit(text.changePassword))</form>
                <p class="below">\(FormParts.link(request.address("/login"), text.backToSignIn))</p>

                """
        }
    }
}
