import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Answers a challenge; the only one asked today is NEW_PASSWORD_REQUIRED.
    func answer(
        _ challenge: ChallengeNameType, _ responses: [String: String], session: String?, _ pool: UserPool,
        _ client: UserPoolClient, _ call: Call
    ) async throws -> SignInStep {
        guard challenge == .newPasswordRequired else {
            throw ServiceError.notSupported("\(challenge.rawValue)")
        }
        guard let session else { throw ServiceError.invalidParameter("Missing required parameter Session") }
        let name = try parameter("USERNAME", responses)
        let password = try parameter("NEW_PASSWORD", responses)
        try checkSecretHash(responses["SECRET_HASH"], of: client, names: [name])
        let user = try await user(of: session, challenge, name, pool, client, call)
        try PasswordRules(policy: pool.settings.passwordPolicy).check(password)
        let attributes = try givenAttributes(responses, user, pool, client)
        let hash = try await hash(password)
        let changed = try await replacePassword(of: user, in: pool, hash: hash, call: call) { current in
            current.attributes.merge(attributes) { _, new in new }
        }
        return .signedIn(SignedIn(user: changed))
    }

    /// The user whose sign-in the session holds, as long as it still waits for an answer.
    private func user(
        of text: String, _ challenge: ChallengeNameType, _ name: String, _ pool: UserPool,
        _ client: UserPoolClient, _ call: Call
    ) async throws -> User {
        guard let session = AuthSession(text, seals.authSession), session.clientID == client.id,
            session.poolID == pool.id, session.challenge == challenge.rawValue
        else { throw ServiceError.notAuthorized("Invalid session for the user.") }
        guard call.time < session.expiresAt else {
            throw ServiceError.notAuthorized("Invalid session for the user, session is expired.")
        }
        let user = try await store.read { snapshot in try snapshot.user(name, in: pool) }
        guard let user, user.sub == session.sub else {
            throw ServiceError.notAuthorized("Invalid session for the user.")
        }
        guard user.enabled else { throw ServiceError.userDisabled }
        guard user.status == .forceChangePassword, user.passwordCount == session.passwordCount else {
            throw ServiceError.notAuthorized("Invalid session for the user, session can only be used once.")
        }
        return user
    }

    /// `userAttributes.NAME` responses, and all that the schema still misses.
    private func givenAttributes(
        _ responses: [String: String], _ user: User, _ pool: UserPool, _ client: UserPoolClient
    ) throws -> [String: String] {
        let prefix = "userAttributes."
        let given = responses.filter { $0.key.hasPrefix(prefix) }.map {
            AttributeType(name: String($0.key.dropFirst(prefix.count)), value: $0.value)
        }
        for attribute in given {
            guard user.attributes[attribute.name, default: ""].isEmpty else {
                throw ServiceError.notAuthorized("Cannot modify an already provided \(attribute.name)")
            }
            guard client.mayWrite(attribute.name) else { throw ServiceError.unauthorizedAttribute }
        }
        let rules = AttributeRules(pool: pool)
        let attributes = try rules.forNewUser(given, byAdministrator: false)
        try rules.requireAll(in: user.attributes.merging(attributes) { _, new in new })
        return attributes
    }
}
