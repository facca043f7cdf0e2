import CognitoUserPoolsModel
import FoundationEssentials
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Answers a challenge; what the pool's own pages do.
    func answer(
        _ challenge: ChallengeNameType, _ responses: [String: String], session: String?, _ pool: UserPool,
        _ client: UserPoolClient, _ call: Call
    ) async throws -> SignInStep {
        try await answer(
            challenge, responses, session: session, SignInContext(pool: pool, client: client, call: call))
    }

    /// Answers a challenge of RespondToAuthChallenge or its Admin form.
    func answer(
        _ challenge: ChallengeNameType, _ responses: [String: String], session: String?, _ context: SignInContext
    ) async throws -> SignInStep {
        try admit(context.call, .authentication)
        switch challenge {
        // Their state is in the block that was signed.
        case .passwordVerifier: return try await answerPasswordVerifier(responses, session: session, context)
        case .devicePasswordVerifier: return try await answerDeviceVerifier(responses, context)
        case .adminNoSrpAuth: throw ServiceError.invalidParameter("Challenge name not supported.")
        default: break
        }
        var session = session
        if session == nil, challenge == .deviceSrpAuth { session = waitingDeviceSession(responses, context) }
        guard let session else { throw ServiceError.invalidParameter("Missing required parameter Session") }
        let name = try signInName(responses)
        try checkSecretHash(responses["SECRET_HASH"], of: context.client, names: [name])
        let open = try openSession(session, challenge, context)
        let user = try await user(of: open, name, context)
        switch challenge {
        case .newPasswordRequired: return try await answerNewPassword(responses, open, user, context)
        case .smsMfa, .emailOtp, .smsOtp: return try await answerCode(challenge, responses, open, user, context)
        case .softwareTokenMfa: return try await answerSoftwareToken(responses, open, user, context)
        case .selectMfaType: return try await answerMFAType(responses, open, user, context)
        case .mfaSetup: return try await answerMFASetup(open, user, context)
        case .deviceSrpAuth: return try await answerDeviceSRP(responses, open, user, context)
        case .selectChallenge: return try await answerChoice(responses, open, user, context)
        case .password: return try await answerPassword(responses, open, user, context)
        case .webAuthn: return try await answerPasskey(responses, open, user, context)
        case .customChallenge: return try await answerCustom(responses, open, user, context)
        default: throw ServiceError.invalidParameter("Challenge name not supported.")
        }
    }

    /// The session, as long as it still waits for the answer to that challenge.
    func openSession(_ text: String, _ challenge: ChallengeNameType, _ context: SignInContext) throws -> AuthSession {
        guard let session = AuthSession(text, seals.authSession), session.challenge == challenge.rawValue else {
            throw Self.invalidSession
        }
        try checkSession(session, context.pool, context.client, context.call)
        return session
    }

    func checkSession(_ session: AuthSession, _ pool: UserPool, _ client: UserPoolClient, _ call: Call) throws {
        guard session.clientID == client.id, session.poolID == pool.id else { throw Self.invalidSession }
        guard call.time < session.expiresAt else {
            throw ServiceError.notAuthorized("Invalid session for the user, session is expired.")
        }
        guard !spentSessions.isSpent(session.id) else { throw Self.spentSession }
    }

    static let invalidSession = ServiceError.notAuthorized("Invalid session for the user.")
    static let spentSession = ServiceError.notAuthorized("Invalid session for the user, session can only be used once.")

    /// The session leads on now, and never again.
    func spend(_ session: AuthSession) throws {
        guard spentSessions.spend(session.id) else { throw Self.spentSession }
    }

    /// The user whose sign-in the session holds; nil for one who was never there.
    private func user(of session: AuthSession, _ name: String, _ context: SignInContext) async throws -> User? {
        let user = try await store.read { snapshot in try snapshot.user(name, in: context.pool) }
        guard user?.sub ?? "" == session.sub else { throw Self.invalidSession }
        guard let user else { return nil }
        guard user.enabled else { throw ServiceError.userDisabled }
        guard user.passwordCount == session.passwordCount else { throw Self.spentSession }
        return user
    }

    func present(_ user: User?) throws -> User {
        guard let user else { throw ServiceError.wrongPassword }
        return user
    }
}
