import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// A user registers themself; the address the pool verifies gets a code.
    func signUp(_ input: SignUpRequest, _ call: Call) async throws -> SignUpResponse {
        try admit(call, .registration)
        let (pool, client) = try await openClient(input.clientId, call)
        try checkSecretHash(input.secretHash, of: client, names: [input.username])
        guard pool.settings.adminCreateUser.allowAdminCreateUserOnly != true else {
            throw ServiceError.notAuthorized("SignUp is not permitted for this user pool")
        }
        let domain = try await linkDomain(of: pool)
        let password = try password(of: input, pool, client)
        var user = try newUser(input, pool, client, call)
        if let password { try PasswordRules(policy: pool.settings.passwordPolicy).check(password) }
        if try await store.read({ try $0.user(input.username, in: pool) }) != nil {
            throw pool.nameTaken(input.username)
        }
        let decision = try await runPreSignUp(
            .signUp, user, validationData: input.validationData.map(AttributeType.texts), pool, clientID: client.id,
            input.clientMetadata, call)
        user.apply(decision)
        if let password {
            let stored = try await protect(password, of: user.username, in: pool)
            user.passwordHash = stored.hash
            user.srp = stored.srp
        }
        let destination = user.status == .unconfirmed ? pool.verificationDestination(of: user) : nil
        let code = makeCode()
        let made = user
        try await store.write { transaction in
            guard try transaction.exists(pool.key) else { throw ServiceError.noClient(client.id) }
            if try transaction.user(input.username, in: pool) != nil { throw pool.nameTaken(input.username) }
            try transaction.refuseProvidersName(made.username, in: pool)
            try transaction.saveUser(made, over: nil, in: pool) { attribute in
                .usernameExists("An account with the given \(attribute) already exists.")
            }
            if let destination {
                try storeCode(code, for: made, .signUp, to: destination, at: call.time, transaction)
            }
        }
        if decision.confirms {
            try await runPostConfirmation(.signUp, made, pool, clientID: client.id, input.clientMetadata, call)
        }
        if let destination {
            try await deliver(
                try await registrationMessage(
                    "SignUp", code, for: made, to: destination, pool, client, at: domain, input.clientMetadata, call))
        }
        return SignUpResponse(
            userConfirmed: decision.confirms, codeDeliveryDetails: destination?.details, userSub: made.sub)
    }

    /// Nil for a user who will sign in without one, where pool and client take that.
    private func password(
        of input: SignUpRequest, _ pool: UserPool, _ client: UserPoolClient
    ) throws -> String? {
        if let password = input.password, !password.isEmpty { return password }
        let isPasswordless = pool.settings.signInPolicy?.allowedFirstAuthFactors?.contains { $0 != .password } ?? false
        guard isPasswordless, client.allows(.allowUserAuth, nil) else {
            throw ServiceError.invalidParameter("Password is required.")
        }
        return nil
    }

    private func newUser(
        _ input: SignUpRequest, _ pool: UserPool, _ client: UserPoolClient, _ call: Call
    ) throws -> User {
        let given = input.userAttributes ?? []
        for attribute in given where !client.mayWrite(attribute.name) { throw ServiceError.unauthorizedAttribute }
        let rules = AttributeRules(pool: pool)
        var attributes = try rules.forNewUser(given, byAdministrator: false)
        let sub = randomness.uuid()
        let username = try pool.register(input.username, sub: sub, attributes: &attributes)
        try rules.requireAll(in: attributes)
        for name in ["email", "phone_number"] where attributes[name] != nil {
            attributes[name + "_verified"] = "false"
        }
        return User(
            in: pool, username: username, sub: sub, status: .unconfirmed, attributes: attributes,
            password: nil, time: call.time)
    }
}

extension User {
    /// PreSignUp may confirm the user and their addresses.
    mutating func apply(_ decision: CognitoUserPools.PreSignUpDecision) {
        if decision.confirms { status = .confirmed }
        if decision.verifiesEmail { attributes["email_verified"] = "true" }
        if decision.verifiesPhone { attributes["phone_number_verified"] = "true" }
    }
}

extension AttributeType {
    static func texts(_ list: [AttributeType]) -> [String: String] {
        Dictionary(list.map { ($0.name, $0.value ?? "") }) { _, last in last }
    }
}

extension UserPool {
    /// The refusal of a name that somebody has.
    func nameTaken(_ name: String) -> ServiceError {
        guard !usernameAttributes.isEmpty else { return .usernameExists() }
        let attribute = name.contains("@") ? "email" : "phone_number"
        return .usernameExists("An account with the given \(attribute) already exists.")
    }
}
