import CognitoUserPoolsModel
import FoundationEssentials
import ServiceKit
import Storage

/// Software tokens (RFC 6238): set up by AssociateSoftwareToken and VerifySoftwareToken, asked for
/// at sign-in.
extension CognitoUserPools {
    static let tokenSecretBytes = 32

    /// SOFTWARE_TOKEN_MFA
    func answerSoftwareToken(
        _ responses: [String: String], _ session: AuthSession, _ user: User?, _ context: SignInContext
    ) async throws -> SignInStep {
        let code = try parameter("SOFTWARE_TOKEN_MFA_CODE", responses)
        let user = try present(user)
        try await useToken(code, of: user, in: context.pool, at: context.call.time)
        try spend(session)
        var next = session
        next[.secondFactorProven] = "true"
        return try await signedIn(user, next, context)
    }

    /// Takes a code once: its time step and those before it answer no more.
    private func useToken(_ code: String, of user: User, in pool: UserPool, at time: Date) async throws {
        let account = "token \(pool.id) \(user.sub)"
        try await attempts.judge(account, at: time, refusal: ServiceError.passwordAttemptsExceeded) {
            guard user.mfa.hasToken else { throw Self.invalidSession }
            let secret = try openToken(user.mfa.sealedToken, of: user)
            guard let step = TimeBasedCode.matchingStep(code, secret: secret, at: time) else {
                throw ServiceError(CognitoUserPoolsErrors.codeMismatch, "Invalid code received for user")
            }
            _ = try await change(user, in: pool) { current in
                guard current.mfa.lastTokenStep < step else { throw Self.usedToken }
                current.mfa.lastTokenStep = step
            }
        }
    }

    private static let usedToken = ServiceError(
        CognitoUserPoolsErrors.expiredCode, "Your software token has already been used once.")

    func makeTokenSecret() -> [UInt8] { randomness.bytes(Self.tokenSecretBytes) }

    func sealToken(_ secret: [UInt8], of user: User) throws -> [UInt8] {
        try seals.atRest.seal(secret, context: Self.tokenContext(user))
    }

    func openToken(_ sealed: [UInt8], of user: User) throws -> [UInt8] {
        try seals.atRest.open(sealed, context: Self.tokenContext(user))
    }

    private static func tokenContext(_ user: User) -> [UInt8] { Array("totp \(user.poolID) \(user.sub)".utf8) }
}
