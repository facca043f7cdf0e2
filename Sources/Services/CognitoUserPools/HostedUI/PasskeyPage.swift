import CognitoUserPoolsModel
import Design
import ServiceKit
import Storage
import Wire

/// What a form has whose answer a passkey gives. The script fills it in and sends the form.
enum PasskeyFields {
    static func ask(_ kind: String, _ options: String, _ label: String, _ text: HostedText) -> HTML {
        """
        \(FormParts.hidden("credential", ""))\
        <button class="submitButton-customizable" type="button" id="passkey" data-kind="\(kind)" \
        data-options="\(options)" data-failed="\(text.passkeyFailed)">\(label)</button>
        <p class="errorMessage-customizable" id="passkey-error" role="alert" hidden></p>

        """
    }
}

extension CognitoUserPools {
    /// `/passkeys/add`: somebody signed in makes a passkey, and goes on to the application.
    func addPasskeyPage(_ request: HostedRequest) async throws -> HostedReply {
        let authorization: AuthorizationRequest
        do { authorization = try await self.authorization(request) } catch { return reply(to: error, request) }
        guard let session = try await sessionUser(request) else { return .redirect(to: request.address("/login")) }
        let text = request.text
        guard request.page.method == "POST" else {
            return try await passkeyForm(session.user, authorization, request)
        }
        guard !isForged(request) else {
            return try await passkeyForm(
                session.user, authorization, request, error: text.formExpired, status: 403)
        }
        do {
            guard let answer = try? JSONValue(parsing: request.form["credential"] ?? "", maximumDepth: 8) else {
                throw ServiceError.invalidParameter("Credential is not a document.")
            }
            try await keepPasskey(answer, of: session.user, in: request.site.pool, request.call)
        } catch let error as ServiceError {
            return try await passkeyForm(
                session.user, authorization, request, error: text.sentence(error.code, error.message), status: 400)
        }
        return try await finish(authorization, for: session.user, since: session.since, request)
    }

    private func passkeyForm(
        _ user: User, _ authorization: AuthorizationRequest, _ request: HostedRequest, error: String? = nil,
        status: Int = 200
    ) async throws -> HostedReply {
        let text = request.text
        let client = authorization.client
        let options: JSONValue
        do { options = try await passkeyOptions(for: user, in: request.site.pool, request.call) } catch let error
            as ServiceError
        {
            return try await notice(request, client, text.addPasskeyTitle, text.sentence(error.code, error.message))
        }
        let json = String(decoding: options.serialized(), as: UTF8.self)
        return try await render(
            request, client, title: text.addPasskeyTitle, status: status, target: authorization.scheme,
            isScripted: true
        ) { token in
            """
            \(FormParts.error(error))\(FormParts.lead(text.addPasskeyLead))\
            <form method="post" action="\(request.address("/passkeys/add"))">
            \(token)
            \(PasskeyFields.ask("create", json, text.addPasskey, text))</form>
            <p class="below">\(FormParts.link(request.address("/oauth2/authorize"), text.withoutPasskey))</p>

            """
        }
    }
}
