import CognitoUserPoolsModel
import Design
import FoundationEssentials
import ServiceKit
import Storage
import Wire

extension CognitoUserPools {
    /// `/challenge`: the answer to what was asked after the password.
    func challengePage(_ request: HostedRequest) async throws -> HostedReply {
        let authorization: AuthorizationRequest
        do { authorization = try await self.authorization(request) } catch { return reply(to: error, request) }
        guard request.page.method == "POST", !isForged(request),
            let flow = request.form[SignInFlow.fieldName].flatMap({ SignInFlow($0, seals.pages, request.site) }),
            flow.clientID == authorization.client.id
        else { return .redirect(to: request.address("/login")) }
        do {
            let step = try await answer(flow, authorization, request)
            return try await reply(to: step, name: flow.name, authorization, request)
        } catch let error as ServiceError {
            return try await challengeForm(
                flow, authorization, request, error: request.text.sentence(error.code, error.message))
        }
    }

    private func answer(
        _ flow: SignInFlow, _ authorization: AuthorizationRequest, _ request: HostedRequest
    ) async throws -> SignInStep {
        let client = authorization.client
        var responses = ["USERNAME": flow.name]
        responses["SECRET_HASH"] = try secretHash(of: client, name: flow.name)
        var session = flow.session
        switch flow.challenge {
        case .newPasswordRequired:
            responses["NEW_PASSWORD"] = request.form["password"] ?? ""
            for name in flow.requiredAttributes {
                responses["userAttributes." + name] = request.form["requiredAttributes[\(name)]"]
            }
        case .mfaSetup: session = try await verifyEnrolment(flow, request)
        case .selectMfaType, .selectChallenge: responses["ANSWER"] = request.form["answer"] ?? ""
        case .webAuthn: responses["CREDENTIAL"] = request.form["credential"] ?? ""
        case .password: responses["PASSWORD"] = request.form["password"] ?? ""
        default: responses[flow.challenge.rawValue + "_CODE"] = request.form["code"] ?? ""
        }
        return try await answer(
            flow.challenge, responses, session: session, request.site.pool, client, request.call)
    }

    /// The page that asks.
    func challengeForm(
        _ flow: SignInFlow, _ authorization: AuthorizationRequest, _ request: HostedRequest, error: String? = nil
    ) async throws -> HostedReply {
        var flow = flow
        let question = try await question(&flow, request, isWrong: error != nil)
        let sealed = try flow.sealed(seals.pages, request.site)
        return try await render(
            request, authorization.client, title: question.title, status: error == nil ? 200 : 400,
            target: authorization.scheme, isScripted: flow.challenge == .webAuthn
        ) { token in
            """
            \(FormParts.error(error))\(FormParts.lead(question.lead))\
            <form method="post" action="\(request.address("/challenge"))">
            \(token)
            \(FormParts.hidden(SignInFlow.fieldName, sealed))\(question.fields)</form>
            <p class="below">\(FormParts.link(request.address("/login"), request.text.backToSignIn))</p>

            """
        }
    }

    struct Question {
        var title: String
        var lead: String
        var fields: HTML
    }

    private func question(
        _ flow: inout SignInFlow, _ request: HostedRequest, isWrong: Bool
    ) async throws -> Question {
        let text = request.text
        let destination = flow.parameters["CODE_DELIVERY_DESTINATION"] ?? ""
        let code = FormParts.code(text, isWrong: isWrong) + FormParts.submit(text.next)
        switch flow.challenge {
        case .newPasswordRequired:
            return Question(
                title: text.newPasswordTitle, lead: text.newPasswordLead,
                fields: newPasswordFields(flow, request, isWrong: isWrong))
        case .softwareTokenMfa: return Question(title: text.mfaTitle, lead: text.totpLead, fields: code)
        case .smsMfa, .smsOtp:
            return Question(title: text.mfaTitle, lead: text.smsLead(destination), fields: code)
        case .emailOtp:
            return Question(title: text.mfaTitle, lead: text.mailLead(destination), fields: code)
        case .selectMfaType:
            return Question(
                title: text.chooseTitle, lead: text.chooseLead,
                fields: Self.choices(flow.list("MFAS_CAN_CHOOSE"), text))
        case .selectChallenge:
            let offered = flow.list("AVAILABLE_CHALLENGES").filter { $0 != "PASSWORD_SRP" }
            return Question(title: text.chooseTitle, lead: text.chooseLead, fields: Self.choices(offered, text))
        case .password:
            let field = FormParts.field(
                FormParts.Field(
                    name: "password", label: text.password, type: "password", autocomplete: "current-password",
                    isFocused: true, isWrong: isWrong))
            return Question(title: text.signInTitle, lead: "", fields: field + FormParts.submit(text.signIn))
        case .webAuthn:
            let options = flow.parameters["CREDENTIAL_REQUEST_OPTIONS"] ?? ""
            return Question(
                title: text.passkeyTitle, lead: text.passkeyLead,
                fields: PasskeyFields.ask("get", options, text.usePasskey, text))
        case .mfaSetup: return try await enrolmentQuestion(&flow, request, isWrong: isWrong)
        default: throw ServiceError.notSupported(flow.challenge.rawValue)
        }
    }

    private func newPasswordFields(_ flow: SignInFlow, _ request: HostedRequest, isWrong: Bool) -> HTML {
        let attributes = flow.requiredAttributes.map {
            AttributeFields.field($0, request.form["requiredAttributes[\($0)]"] ?? "", request.text)
        }
        return """
            \(PasswordFields.new(request.text.newPassword, request.site.pool, request.text, isFocused: true))\
            \(attributes)\(FormParts.submit(request.text.next))
            """
    }

    private static func choices(_ names: [String], _ text: HostedText) -> HTML {
        let buttons = names.map { name -> HTML in
            let label =
                switch name {
                case "SOFTWARE_TOKEN_MFA": text.byTotp
                case "SMS_MFA", "SMS_OTP": text.bySMS
                case "EMAIL_OTP": text.byMail
                case "PASSWORD": text.byPassword
                case "WEB_AUTHN": text.byPasskey
                default: name
                }
            return """
                <button class="submitButton-customizable choice" type="submit" name="answer" \
                value="\(name)">\(label)</button>

                """
        }
        return "<div class=\"choices\">\n\(buttons)</div>\n"
    }
}

extension SignInFlow {
    /// A challenge parameter that is a JSON list of texts.
    func list(_ name: String) -> [String] {
        guard let text = parameters[name], let value = try? JSONValue(parsing: text) else { return [] }
        return value.array?.compactMap(\.string) ?? []
    }

    /// Names without `userAttributes.`.
    var requiredAttributes: [String] {
        list("requiredAttributes").map { name in
            name.hasPrefix("userAttributes.") ? String(name.dropFirst("userAttributes.".count)) : name
        }
    }
}
