import CognitoUserPoolsModel
import FoundationEssentials
import OpenIDConnect
import ServiceKit
import Storage
import Wire

/// Whom a provider's user is in the pool: the user they are linked to, the one they were before, or a new one.
extension CognitoUserPools {
    func signedInUser(
        _ profile: ProviderProfile, _ provider: IdentityProvider, _ pool: UserPool, _ client: UserPoolClient,
        _ call: Call
    ) async throws -> User {
        guard let subject = profile.claims[provider.subjectClaim], !subject.isEmpty,
            subject.utf8.count <= LinkedIdentity.maxValueBytes
        else { throw ProviderFailure("the provider does not say who it is") }
        let mapped = try await mappedAttributes(profile, provider, pool, client, call)
        let known = try await store.read { snapshot in
            try snapshot.user(of: provider, subject: subject, mapped, in: pool)
        }
        if let known { return try await welcomeBack(known, mapped, provider, pool, client, call) }
        return try await welcome(subject, mapped, provider, pool, client, call)
    }

    /// Claims as the pool's attributes. InboundFederation may write what is mapped.
    private func mappedAttributes(
        _ profile: ProviderProfile, _ provider: IdentityProvider, _ pool: UserPool, _ client: UserPoolClient,
        _ call: Call
    ) async throws -> [String: String] {
        var claims = profile.claims
        let event = TriggerEvent(
            trigger: .inboundFederation, source: "ExternalProvider", pool: pool, clientID: client.id, username: nil,
            request: [
                .init("providerName", .string(provider.name)), .init("providerType", .string(provider.type.rawValue)),
                .init(
                    "attributes",
                    [
                        "tokenResponse": profile.tokenResponse, "idToken": profile.idToken,
                        "userInfo": profile.userInfo,
                    ]),
            ], response: [.init("userAttributesToMap", [:])])
        if let response = try await run(event, at: call.time),
            let written = response["userAttributesToMap"]?.textMembers, !written.isEmpty
        {
            claims = written
        }
        var attributes: [String: String] = [:]
        for (attribute, claim) in provider.attributeMapping where attribute != "username" {
            if let value = claims[claim] { attributes[attribute] = value }
        }
        return attributes
    }

    /// A user who has been here: their mapped attributes are what the provider says now.
    private func welcomeBack(
        _ user: User, _ mapped: [String: String], _ provider: IdentityProvider, _ pool: UserPool,
        _ client: UserPoolClient, _ call: Call
    ) async throws -> User {
        guard user.enabled else { throw ServiceError.userDisabled }
        try await runPreAuthentication(user, name: user.username, pool, client, nil, call)
        let changes = mapped.filter { user.attributes[$0.key] != $0.value }
        let checked = try AttributeRules(pool: pool).forUpdate(
            changes.map { AttributeType(name: $0.key, value: $0.value) }, byAdministrator: true)
        var current = user
        if !checked.isEmpty {
            current = try await change(user, in: pool) { $0.apply(checked, at: call.time) }
        }
        try await runPostAuthentication(current, newDevice: false, pool, client, nil, call)
        return current
    }

    private func welcome(
        _ subject: String, _ mapped: [String: String], _ provider: IdentityProvider, _ pool: UserPool,
        _ client: UserPoolClient, _ call: Call
    ) async throws -> User {
        let rules = AttributeRules(pool: pool)
        var attributes = try rules.forNewUser(
            mapped.map { AttributeType(name: $0.key, value: $0.value) }, byAdministrator: true)
        try rules.requireAll(in: attributes)
        for name in ["email", "phone_number"] where attributes[name] != nil {
            attributes[name + "_verified"] = attributes[name + "_verified"] ?? "false"
        }
        var user = User(
            in: pool, username: "\(provider.name)_\(subject)", sub: randomness.uuid(), status: .externalProvider,
            attributes: attributes, password: nil, time: call.time)
        let decision = try await runPreSignUp(
            .externalProvider, user, validationData: nil, pool, clientID: client.id, nil, call)
        if decision.verifiesEmail { user.attributes["email_verified"] = "true" }
        if decision.verifiesPhone { user.attributes["phone_number_verified"] = "true" }
        let made = try await keep(user, subject, provider, pool, call)
        try await runPostConfirmation(.signUp, made, pool, clientID: client.id, nil, call)
        return made
    }

    /// Stores the user with their identity, in the group that AWS makes for a provider's users.
    private func keep(
        _ user: User, _ subject: String, _ provider: IdentityProvider, _ pool: UserPool, _ call: Call
    ) async throws -> User {
        let group = Group(
            poolID: pool.id, name: "\(pool.id)_\(provider.name)", id: randomness.uuid(),
            description: "Autogenerated group for users who sign in using \(provider.name)", roleARN: nil,
            precedence: nil, createdAt: call.time, modifiedAt: call.time)
        return try await store.write { transaction in
            guard try transaction.exists(pool.key) else { throw ServiceError.noUserPool(pool.id) }
            // Two of their browsers at once: the first one made them.
            if let there = try transaction.linkedUser(provider: provider.name, subject: subject, in: pool) {
                return there
            }
            // Somebody of that name who is not linked is somebody else.
            guard try !transaction.exists(user.key) else { throw ServiceError.usernameExists() }
            try transaction.saveUser(user, over: nil, in: pool)
            guard let saved = try transaction.find(User.self, user.key) else { throw ServiceError.noUser }
            try transaction.link(
                saved, to: provider, attribute: LinkedIdentity.subject, value: subject, isPrimary: true, in: pool,
                at: call.time)
            let standing = try transaction.find(Group.self, group.key)
            if standing == nil { try transaction.save(group) }
            guard let linked = try transaction.find(User.self, user.key) else { throw ServiceError.noUser }
            try transaction.join(linked, standing ?? group)
            return linked
        }
    }
}

extension Snapshot {
    /// By the provider's subject, or by an attribute that an administrator linked. A name alone proves nothing.
    fileprivate func user(
        of provider: IdentityProvider, subject: String, _ mapped: [String: String], in pool: UserPool
    ) throws -> User? {
        if let user = try linkedUser(provider: provider.name, subject: subject, in: pool) { return user }
        for (attribute, value) in mapped.sorted(by: { $0.key < $1.key }) {
            if let user = try linkedUser(provider: provider.name, subject: value, attribute: attribute, in: pool) {
                return user
            }
        }
        return nil
    }
}
