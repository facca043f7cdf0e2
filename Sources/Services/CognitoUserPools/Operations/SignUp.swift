import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// A user registers themself; the address the pool verifies gets a code.
    func signUp(_ input: SignUpRequest, _ call: Call) async throws -> SignUpResponse {
        let (pool, client) = try await openClient(input.clientId)
        try checkSecretHash(input.secretHash, of: client, names: [input.username])
        guard pool.settings.adminCreateUser.allowAdminCreateUserOnly != true else {
            throw ServiceError.notAuthorized("SignUp is not permitted for this user pool")
        }
        guard let password = input.password, !password.isEmpty else {
            throw ServiceError.invalidParameter("Password is required.")
        }
        var user = try newUser(input, pool, client, call)
        try PasswordRules(policy: pool.settings.passwordPolicy).check(password)
        if try await store.read({ try $0.user(input.username, in: pool) }) != nil {
            throw pool.nameTaken(input.username)
        }
        user.passwordHash = try await hash(password)
        let destination = pool.verificationDestination(of: user)
        let code = makeCode()
        let made = user
        try await store.write { transaction in
            guard try transaction.exists(pool.key) else { throw ServiceError.noClient(client.id) }
            if try transaction.user(input.username, in: pool) != nil { throw pool.nameTaken(input.username) }
            try transaction.saveUser(made, over: nil, in: pool) { attribute in
                .usernameExists("An account with the given \(attribute) already exists.")
            }
            if let destination {
                try storeCode(code, for: made, .signUp, to: destination, at: call.time, transaction)
            }
        }
        if let destination { try await deliver(pool.verificationMessage(code, to: destination, at: call.time)) }
        return SignUpResponse(userConfirmed: false, codeDeliveryDetails: destination?.details, userSub: made.sub)
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
            passwordHash: nil, time: call.time)
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
