import CognitoUserPoolsModel
import FoundationEssentials
import ServiceKit
import Storage
import Wire

extension CognitoUserPools {
    /// USER_PASSWORD_AUTH and ADMIN_USER_PASSWORD_AUTH.
    func signInByPassword(
        _ parameters: [String: String], _ pool: UserPool, _ client: UserPoolClient, _ call: Call
    ) async throws -> SignInStep {
        let name = try parameter("USERNAME", parameters)
        let password = try parameter("PASSWORD", parameters)
        try checkSecretHash(parameters["SECRET_HASH"], of: client, names: [name])
        let user = try await checkPassword(password, of: name, in: pool, client, call)
        try checkStatus(of: user, in: pool, call)
        if user.status == .forceChangePassword {
            return try newPasswordChallenge(user, pool, client, call)
        }
        return .signedIn(SignedIn(user: user))
    }

    /// The user of that name, if the password is theirs. An unknown name takes the same time.
    private func checkPassword(
        _ password: String, of name: String, in pool: UserPool, _ client: UserPoolClient, _ call: Call
    ) async throws -> User {
        let user = try await store.read { snapshot in try snapshot.user(name, in: pool) }
        let account = "\(pool.id) \(user?.sub ?? pool.folded(name))"
        guard attempts.begin(account, at: call.time) else { throw ServiceError.passwordAttemptsExceeded }
        let hash: String
        if let known = user?.passwordHash { hash = known } else { hash = try await decoy.current() }
        let isRight = try await verify(password, against: hash)
        guard let user else { throw client.hidesUnknownUsers ? ServiceError.wrongPassword : ServiceError.noUser }
        guard isRight, user.passwordHash != nil else { throw ServiceError.wrongPassword }
        attempts.succeed(account)
        return user
    }

    private func checkStatus(of user: User, in pool: UserPool, _ call: Call) throws {
        guard user.enabled else { throw ServiceError.userDisabled }
        switch user.status {
        case .unconfirmed: throw ServiceError.userNotConfirmed
        case .resetRequired: throw ServiceError.passwordResetRequired
        case .forceChangePassword:
            let days = pool.settings.passwordPolicy.temporaryPasswordValidityDays ?? 7
            guard call.time < user.passwordSetAt.addingTimeInterval(Double(max(1, days)) * 86_400) else {
                throw ServiceError.notAuthorized(
                    "Temporary password has expired and must be reset by an administrator.")
            }
        default: break
        }
    }

    private func newPasswordChallenge(
        _ user: User, _ pool: UserPool, _ client: UserPoolClient, _ call: Call
    ) throws -> SignInStep {
        let challenge = ChallengeNameType.newPasswordRequired
        let session = AuthSession(client, user, challenge: challenge.rawValue, at: call.time)
        let missing = AttributeRules(pool: pool).missing(in: user.attributes)
        var required = JSONWriter()
        required.list(missing) { writer, name in writer.string("userAttributes." + name) }
        var attributes = JSONWriter()
        attributes.map(user.attributes.filter { client.mayRead($0.key) }) { writer, value in writer.string(value) }
        return .challenge(
            challenge, session: try session.sealed(seals.authSession),
            parameters: [
                "USER_ID_FOR_SRP": user.username,
                "requiredAttributes": String(decoding: required.bytes, as: UTF8.self),
                "userAttributes": String(decoding: attributes.bytes, as: UTF8.self),
            ])
    }
}
