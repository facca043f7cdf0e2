import CognitoUserPoolsModel
import Design
import ServiceKit
import Storage

extension CognitoUserPools {
    /// `/signup`: a new account, asked for what the pool requires.
    func signUpPage(_ request: HostedRequest) async throws -> HostedReply {
        let authorization: AuthorizationRequest
        do { authorization = try await self.authorization(request) } catch { return reply(to: error, request) }
        guard request.site.pool.takesSignUps, authorization.client.offersOwnUsers else {
            return try await notice(
                request, authorization.client, request.text.signUpTitle, request.text.signUpUnavailable)
        }
        guard request.page.method == "POST" else { return try await signUpForm(request, authorization) }
        guard !isForged(request) else {
            return try await signUpForm(request, authorization, error: request.text.formExpired, status: 403)
        }
        do { return try await register(authorization, request) } catch let error as ServiceError {
            let message = request.text.sentence(error.code, error.message)
            return try await signUpForm(request, authorization, error: message, status: 400)
        }
    }

    private func register(
        _ authorization: AuthorizationRequest, _ request: HostedRequest
    ) async throws -> HostedReply {
        let pool = request.site.pool
        let name = request.form["username"] ?? ""
        let password = request.form["password"] ?? ""
        guard !name.isEmpty else { throw ServiceError.invalidParameter("Username is required.") }
        let attributes = pool.attributesAskedAtSignUp.compactMap { attribute in
            request.form["requiredAttributes[\(attribute)]"].map { AttributeType(name: attribute, value: $0) }
        }
        let made = try await signUp(
            SignUpRequest(
                clientId: authorization.client.id, secretHash: try secretHash(of: authorization.client, name: name),
                username: name, password: password, userAttributes: attributes), request.call)
        if made.userConfirmed == true { return try await signIn(name, password, authorization, request) }
        let key = User.subIndex(pool.id, made.userSub)
        guard let user = try await store.read({ try $0.find(User.self, index: key) }) else {
            throw ServiceError.noUser
        }
        guard made.codeDeliveryDetails != nil else {
            return try await notice(
                request, authorization.client, request.text.confirmTitle, request.text.waitsForAdministrator)
        }
        return HostedReply.redirect(to: request.address("/confirm")).adding([try pendingCookie(user, request)])
    }

    private func signUpForm(
        _ request: HostedRequest, _ authorization: AuthorizationRequest, error: String? = nil, status: Int = 200
    ) async throws -> HostedReply {
        let text = request.text
        let pool = request.site.pool
        return try await render(
            request, authorization.client, title: text.signUpTitle, status: status, target: authorization.scheme
        ) { token in
            let attributes = pool.attributesAskedAtSignUp.map {
                AttributeFields.field($0, request.form["requiredAttributes[\($0)]"] ?? "", text)
            }
            return """
                \(FormParts.error(error))\
                <form method="post" action="\(request.address("/signup"))" name="signupform">
                \(token)
                \(FormParts.field(pool.signUpNameField(request.form["username"] ?? "", text)))\(attributes)\
                \(PasswordFields.new(text.password, pool, text))\
                \(FormParts.submit(text.signUp))</form>
                <p class="below">\(text.haveAccount) \(FormParts.link(request.address("/login"), text.signIn))</p>

                """
        }
    }
}

extension UserPool {
    /// What the schema requires, and the address that gets the code; the name's own attribute is
    /// asked for as the name.
    var attributesAskedAtSignUp: [String] {
        let required = schema.compactMap { $0.required == true ? $0.name : nil }.filter { $0 != "sub" }
        let verified = settings.autoVerifiedAttributes.map(\.rawValue).filter { !required.contains($0) }
        // With a choice of names one of the two may be left out.
        let names = Set(usernameAttributes.map(\.rawValue))
        return (required + verified).filter { !names.contains($0) }
    }

    func signUpNameField(_ value: String, _ text: HostedText) -> FormParts.Field {
        var field = FormParts.Field(
            name: "username", label: usernameAttributes.isEmpty ? text.username : signInLabel(text), value: value,
            autocomplete: "username", mode: signInInputMode, isFocused: true)
        if usernameAttributes == [.email] { (field.type, field.autocomplete) = ("email", "email") }
        if usernameAttributes == [.phoneNumber] {
            (field.type, field.autocomplete, field.hint) = ("tel", "tel", text.phoneHint)
        }
        return field
    }
}
