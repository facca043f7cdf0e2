import CognitoUserPoolsModel
import FoundationEssentials
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Proves that an authenticator app has the secret; from then on it is the user's.
    func verifySoftwareToken(
        _ input: VerifySoftwareTokenRequest, _ call: Call
    ) async throws -> VerifySoftwareTokenResponse {
        if let accessToken = input.accessToken {
            let (pool, _, user, _) = try await bearer(accessToken, call)
            try requireTokens(pool)
            guard !user.mfa.sealedPendingToken.isEmpty else { throw Self.codeMismatchOfToken }
            let secret = try openToken(user.mfa.sealedPendingToken, of: user)
            try await keepToken(secret, input, of: user, in: pool, enabling: false, call)
            return VerifySoftwareTokenResponse(status: .success)
        }
        let (session, pool, user) = try await setUpSession(input.session, call)
        guard let secret = session[.tokenSecret].flatMap(Base32.decode) else { throw Self.codeMismatchOfToken }
        try await keepToken(secret, input, of: user, in: pool, enabling: true, call)
        try spend(session)
        var next = session.asking(ChallengeNameType.mfaSetup.rawValue, randomness)
        next[.tokenSecret] = nil
        next[.tokenVerified] = "true"
        return VerifySoftwareTokenResponse(status: .success, session: try next.sealed(seals.authSession))
    }

    private func keepToken(
        _ secret: [UInt8], _ input: VerifySoftwareTokenRequest, of user: User, in pool: UserPool, enabling: Bool,
        _ call: Call
    ) async throws {
        let account = "token \(pool.id) \(user.sub)"
        let step = try await attempts.judge(account, at: call.time, refusal: ServiceError.tooManyRequests) {
            guard let step = TimeBasedCode.matchingStep(input.userCode, secret: secret, at: call.time) else {
                throw Self.codeMismatchOfToken
            }
            return step
        }
        let sealed = try sealToken(secret, of: user)
        _ = try await change(user, in: pool) { current in
            if enabling, current.mfa.hasToken { throw Self.spentSession }
            current.mfa.sealedToken = sealed
            current.mfa.sealedPendingToken = []
            current.mfa.lastTokenStep = step
            current.mfa.tokenName = input.friendlyDeviceName ?? ""
            if enabling { current.mfa.enabled.insert(.softwareToken) }
            current.modifiedAt = call.time
        }
    }

    private static let codeMismatchOfToken = ServiceError(
        CognitoUserPoolsErrors.enableSoftwareTokenMFA, "Code mismatch")
}
