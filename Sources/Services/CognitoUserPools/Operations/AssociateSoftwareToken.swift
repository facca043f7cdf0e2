import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// A new secret for an authenticator app: for the user of an access token, or for the sign-in
    /// that a session holds at MFA_SETUP. It counts once VerifySoftwareToken has seen a code of it.
    func associateSoftwareToken(
        _ input: AssociateSoftwareTokenRequest, _ call: Call
    ) async throws -> AssociateSoftwareTokenResponse {
        let secret = makeTokenSecret()
        if let accessToken = input.accessToken {
            let (pool, _, user, _) = try await bearer(accessToken, call)
            try requireTokens(pool)
            let sealed = try sealToken(secret, of: user)
            _ = try await change(user, in: pool) { current in current.mfa.sealedPendingToken = sealed }
            return AssociateSoftwareTokenResponse(secretCode: Base32.encode(secret))
        }
        let (session, _, _) = try await setUpSession(input.session, call)
        var next = session.asking(ChallengeNameType.mfaSetup.rawValue, randomness)
        next[.tokenSecret] = Base32.encode(secret)
        return AssociateSoftwareTokenResponse(
            secretCode: Base32.encode(secret), session: try next.sealed(seals.authSession))
    }

    func requireTokens(_ pool: UserPool) throws {
        guard pool.mfa?.softwareToken == true else {
            throw ServiceError(
                CognitoUserPoolsErrors.softwareTokenMFANotFound,
                "Software Token MFA has not been enabled by the userPool")
        }
    }

    /// The user whose sign-in waits at MFA_SETUP.
    func setUpSession(_ text: String?, _ call: Call) async throws -> (AuthSession, UserPool, User) {
        guard let text else { throw ServiceError.invalidParameter("Either AccessToken or Session is required.") }
        guard let session = AuthSession(text, seals.authSession),
            session.challenge == ChallengeNameType.mfaSetup.rawValue
        else { throw Self.invalidSession }
        let (pool, client) = try await openClient(session.clientID, call)
        try checkSession(session, pool, client, call)
        try requireTokens(pool)
        let user = try await store.read { try $0.find(User.self, index: User.subIndex(pool.id, session.sub)) }
        guard let user, user.enabled, user.passwordCount == session.passwordCount else { throw Self.invalidSession }
        // Whoever set one up meanwhile is asked for it: this session sets up none beside.
        guard !user.mfa.hasToken else { throw Self.spentSession }
        return (session, pool, user)
    }
}
