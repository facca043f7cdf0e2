import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Makes a user with a temporary password and invites them, or invites one anew.
    func adminCreateUser(_ input: AdminCreateUserRequest, _ call: Call) async throws -> AdminCreateUserResponse {
        let pool = try await pool(input.userPoolId, call)
        let rules = PasswordRules(policy: pool.settings.passwordPolicy)
        if let password = input.temporaryPassword, !password.isEmpty { try rules.check(password) }
        let given = input.temporaryPassword.flatMap { $0.isEmpty ? nil : $0 }
        let password = given ?? rules.temporary(randomness)
        if input.messageAction == .resend {
            let user = try await renewInvitation(input, pool, password, call)
            try await invite(user, input, pool, password, call)
            return AdminCreateUserResponse(user: user.summary())
        }
        let user = try await makeInvitedUser(input, pool, password, call)
        if input.messageAction != .suppress { try await invite(user, input, pool, password, call) }
        return AdminCreateUserResponse(user: user.summary())
    }

    private func makeInvitedUser(
        _ input: AdminCreateUserRequest, _ pool: UserPool, _ password: String, _ call: Call
    ) async throws -> User {
        let rules = AttributeRules(pool: pool)
        var attributes = try rules.forNewUser(input.userAttributes ?? [], byAdministrator: true)
        let sub = randomness.uuid()
        let username = try pool.register(input.username, sub: sub, attributes: &attributes)
        var user = User(
            in: pool, username: username, sub: sub, status: .forceChangePassword, attributes: attributes,
            password: try await protect(password, of: username, in: pool), time: call.time)
        let decision = try await runPreSignUp(
            .administrator, user, validationData: input.validationData.map(AttributeType.texts), pool, clientID: nil,
            input.clientMetadata, call)
        // An administrator's user is not confirmed by a function; the addresses may be verified.
        if decision.verifiesEmail { user.attributes["email_verified"] = "true" }
        if decision.verifiesPhone { user.attributes["phone_number_verified"] = "true" }
        let made = user
        return try await store.write { transaction in
            let pool = try self.pool(pool.id, call, transaction)
            if try transaction.user(input.username, in: pool) != nil, input.forceAliasCreation != true {
                throw ServiceError.usernameExists("User account already exists")
            }
            if try transaction.exists(made.key) { throw ServiceError.usernameExists("User account already exists") }
            try transaction.saveUser(
                made, over: nil, in: pool, force: input.forceAliasCreation ?? false,
                refusal: pool.usernameAttributes.isEmpty
                    ? ServiceError.aliasExists
                    : { .usernameExists("An account with the given \($0) already exists.") })
            return made
        }
    }

    /// A new temporary password for one who never used the last.
    private func renewInvitation(
        _ input: AdminCreateUserRequest, _ pool: UserPool, _ password: String, _ call: Call
    ) async throws -> User {
        let user = try await store.read { snapshot in try snapshot.requireUser(input.username, in: pool) }
        guard user.status == .forceChangePassword else {
            throw ServiceError.unsupportedUserState("Resend not possible. User is not in FORCE_CHANGE_PASSWORD state.")
        }
        let stored = try await protect(password, of: user.username, in: pool)
        return try await change(user, in: pool) { current in
            current.setPassword(stored, status: .forceChangePassword, at: call.time)
        }
    }

    private func invite(
        _ user: User, _ input: AdminCreateUserRequest, _ pool: UserPool, _ password: String, _ call: Call
    ) async throws {
        let mediums = input.desiredDeliveryMediums ?? []
        for (medium, attribute) in [(DeliveryMediumType.sms, "phone_number"), (.email, "email")] {
            guard mediums.isEmpty || mediums.contains(medium), let value = user.attributes[attribute] else { continue }
            let destination = CodeDestination(attribute: attribute, value: value)
            let name = pool.usernameAttributes.isEmpty ? user.username : input.username
            let message = try await customized(
                pool.invitation(password, for: name, to: destination, at: call.time), "AdminCreateUser", user,
                code: password, destination, pool, clientID: nil, input.clientMetadata, call)
            try await deliver(message)
            if mediums.isEmpty { return }
        }
    }
}
