import CognitoUserPoolsModel
import FoundationEssentials
import ServiceKit
import Storage
import Wire

extension CognitoUserPools {
    /// USER_PASSWORD_AUTH and ADMIN_USER_PASSWORD_AUTH; also what the pool's own pages do.
    func signInByPassword(
        _ parameters: [String: String], _ pool: UserPool, _ client: UserPoolClient, _ call: Call
    ) async throws -> SignInStep {
        try admit(call, .authentication)
        return try await signInByPassword(parameters, SignInContext(pool: pool, client: client, call: call))
    }

    func signInByPassword(_ parameters: [String: String], _ context: SignInContext) async throws -> SignInStep {
        let name = try signInName(parameters)
        let password = try parameter("PASSWORD", parameters)
        try checkSecretHash(parameters["SECRET_HASH"], of: context.client, names: [name])
        let user = try await checkPassword(password, of: name, context)
        var session = AuthSession(context.client, user, name: name, at: context.call.time, randomness)
        session[.deviceKey] = deviceKey(parameters)
        return try await passwordProven(user, session, context)
    }

    /// The user of that name, if the password is theirs. An unknown name takes the same time.
    func checkPassword(_ password: String, of name: String, _ context: SignInContext) async throws -> User {
        let (pool, call) = (context.pool, context.call)
        let user = try await store.read { snapshot in try snapshot.user(name, in: pool) }
        let account = attemptsName(user, name, in: pool)
        let proven = try await attempts.judge(
            account, at: call.time, refusal: ServiceError.passwordAttemptsExceeded
        ) { try await judge(password, of: user, name, context) }
        return try await withVerifier(proven, password, pool)
    }

    private func judge(
        _ password: String, of user: User?, _ name: String, _ context: SignInContext
    ) async throws -> User {
        let (pool, client, call) = (context.pool, context.client, context.call)
        try await runPreAuthentication(user, name: name, pool, client, context.metadata, call)
        if user == nil, let migrated = try await migrate(name, password: password, pool, client, context.metadata, call)
        {
            return migrated
        }
        let hash: String
        if let known = user?.passwordHash { hash = known } else { hash = try await decoy.current() }
        let isRight = try await verify(password, against: hash)
        // Whoever was reset or imported has no password to be right: AWS tells them what to do.
        if user?.status == .resetRequired { throw ServiceError.passwordResetRequired }
        guard let user else { throw client.hidesUnknownUsers ? ServiceError.wrongPassword : ServiceError.noUser }
        guard isRight, user.passwordHash != nil else { throw ServiceError.wrongPassword }
        return user
    }

    /// A password set before SRP was served gets its verifier the first time it is seen.
    private func withVerifier(_ user: User, _ password: String, _ pool: UserPool) async throws -> User {
        guard user.srp == nil else { return user }
        let verifier = try await srpVerifier(of: password, user.username, in: pool)
        return try await change(user, in: pool) { current in
            if current.passwordCount == user.passwordCount { current.srp = verifier }
        }
    }

    /// Failed attempts are counted by this name.
    func attemptsName(_ user: User?, _ name: String, in pool: UserPool) -> String {
        "\(pool.id) \(user?.sub ?? pool.folded(name))"
    }
}
