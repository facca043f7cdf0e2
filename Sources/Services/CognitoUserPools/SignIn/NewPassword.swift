import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// NEW_PASSWORD_REQUIRED: a password of the user's own over the temporary one.
    func answerNewPassword(
        _ responses: [String: String], _ session: AuthSession, _ user: User?, _ context: SignInContext
    ) async throws -> SignInStep {
        let user = try present(user)
        let pool = context.pool
        let text = try parameter("NEW_PASSWORD", responses)
        guard user.status == .forceChangePassword else { throw Self.spentSession }
        try PasswordRules(policy: pool.settings.passwordPolicy).check(text)
        try await requireUnused(text, by: user, in: pool)
        let attributes = try givenAttributes(responses, user, pool, context.client)
        let password = try await protect(text, of: user.username, in: pool)
        let changed = try await replacePassword(of: user, in: pool, by: password, call: context.call) { current in
            current.attributes.merge(attributes) { _, new in new }
        }
        try spend(session)
        var next = session
        next.passwordCount = changed.passwordCount
        let step = try await firstFactorProven(changed, next, context)
        guard case .signedIn(var signedIn) = step else { return step }
        signedIn.source = .newPasswordChallenge
        return .signedIn(signedIn)
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
