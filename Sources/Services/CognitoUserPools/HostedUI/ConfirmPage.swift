import CognitoUserPoolsModel
import Design
import ServiceKit
import Storage

extension CognitoUserPools {
    /// `/confirm`: the mailed code. Who has just given their password goes on to the application.
    func confirmPage(_ request: HostedRequest) async throws -> HostedReply {
        let authorization: AuthorizationRequest
        do { authorization = try await self.authorization(request) } catch { return reply(to: error, request) }
        let pending = try await pendingUser(request)
        guard request.page.method == "POST" else { return try await confirmForm(request, authorization, pending) }
        guard !isForged(request) else {
            return try await confirmForm(request, authorization, pending, error: request.text.formExpired, status: 403)
        }
        let name = pending?.username ?? request.form["username"] ?? ""
        do {
            guard !name.isEmpty, let code = request.form["code"]?.filter({ !$0.isWhitespace }), !code.isEmpty else {
                throw ServiceError.codeMismatch
            }
            _ = try await confirmSignUp(
                ConfirmSignUpRequest(
                    clientId: authorization.client.id,
                    secretHash: try secretHash(of: authorization.client, name: name), username: name,
                    confirmationCode: code), request.call)
        } catch let error as ServiceError {
            let message = request.text.sentence(error.code, error.message)
            return try await confirmForm(request, authorization, pending, error: message, status: 400)
        }
        return try await afterConfirmation(pending, authorization, request)
    }

    private func afterConfirmation(
        _ pending: User?, _ authorization: AuthorizationRequest, _ request: HostedRequest
    ) async throws -> HostedReply {
        let signIn = HostedReply.redirect(
            to: request.address("/login", adding: [("notice", LoginNotice.confirmed.rawValue)])
        ).adding([endedPendingCookie(request)])
        guard let pending, let step = try await confirmedStep(pending, authorization.client, request) else {
            return signIn
        }
        return try await reply(to: step, name: pending.username, authorization, request)
    }

    /// `/resendcode`: a new code for who waits to be confirmed.
    func resendCodePage(_ request: HostedRequest) async throws -> HostedReply {
        let authorization: AuthorizationRequest
        do { authorization = try await self.authorization(request) } catch { return reply(to: error, request) }
        let pending = try await pendingUser(request)
        guard request.page.method == "POST" else { return .redirect(to: request.address("/confirm")) }
        guard !isForged(request) else {
            return try await confirmForm(request, authorization, pending, error: request.text.formExpired, status: 403)
        }
        let name = pending?.username ?? request.form["username"] ?? ""
        do {
            guard !name.isEmpty else { throw ServiceError.noUserForClient }
            _ = try await resendConfirmationCode(
                ResendConfirmationCodeRequest(
                    clientId: authorization.client.id,
                    secretHash: try secretHash(of: authorization.client, name: name), username: name), request.call)
            return try await confirmForm(request, authorization, pending, notice: request.text.codeResent)
        } catch let error as ServiceError {
            let message = request.text.sentence(error.code, error.message)
            return try await confirmForm(request, authorization, pending, error: message, status: 400)
        }
    }

    private func confirmForm(
        _ request: HostedRequest, _ authorization: AuthorizationRequest, _ pending: User?, notice: String? = nil,
        error: String? = nil, status: Int = 200
    ) async throws -> HostedReply {
        let text = request.text
        let pool = request.site.pool
        let destination = pending.flatMap(pool.verificationDestination)?.details.destination
        let name = request.form["username"] ?? ""
        return try await render(
            request, authorization.client, title: text.confirmTitle, status: status, target: authorization.scheme
        ) { token in
            let who =
                pending == nil
                ? FormParts.field(
                    FormParts.Field(
                        name: "username", label: pool.signInLabel(text), value: name, autocomplete: "username",
                        mode: pool.signInInputMode, isFocused: name.isEmpty)) : .empty
            return """
                \(FormParts.error(error))\(FormParts.notice(notice))\
                \(FormParts.lead(destination.map(text.codeSentTo) ?? text.codeExpected))\
                <form method="post" action="\(request.address("/confirm"))" name="confirm">
                \(token)
                \(who)\(FormParts.code(text, isFocused: pending != nil || !name.isEmpty, isWrong: error != nil))\(FormParts.submit(text.confirm))\
                <p class="below">\(text.didNotArrive) <button class="link" type="submit" formnovalidate \
                formaction="\(request.address("/resendcode"))">\(text.resend)</button></p>
                </form>

                """
        }
    }

    /// `/confirmUser`: the link of a verification message.
    func confirmUserPage(_ request: HostedRequest) async throws -> HostedReply {
        guard request.page.method == "GET" else { return .notAllowed }
        guard let id = request.query["client_id"], let client = try await request.site.client(id, store),
            let name = request.query["user_name"], let code = request.query["confirmation_code"]
        else { return reply(to: .stays(error: "invalid_request"), request) }
        do {
            _ = try await confirmSignUp(
                ConfirmSignUpRequest(
                    clientId: client.id, secretHash: try secretHash(of: client, name: name), username: name,
                    confirmationCode: code), request.call)
        } catch let error as ServiceError {
            return try await render(request, client, title: request.text.confirmTitle, status: 400) { _ in
                FormParts.error(request.text.sentence(error.code, error.message))
            }
        }
        return try await notice(request, client, request.text.confirmTitle, request.text.confirmed)
    }
}
