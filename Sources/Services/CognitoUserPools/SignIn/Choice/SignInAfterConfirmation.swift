import CognitoUserPoolsModel
import ServiceKit

/// Who has just confirmed their address with a code need not prove it again: ConfirmSignUp gives a
/// session for USER_AUTH.
extension CognitoUserPools {
    private static let confirmed = "CONFIRMED_SIGN_UP"

    /// Nil where the pool does not take the proven address as a first factor.
    func sessionAfterConfirmation(
        of user: User, by destination: CodeDestination, _ pool: UserPool, _ client: UserPoolClient, _ call: Call
    ) throws -> String? {
        let factor: AuthFactorType = destination.attribute == "email" ? .emailOtp : .smsOtp
        guard client.allows(.allowUserAuth, nil),
            pool.settings.signInPolicy?.allowedFirstAuthFactors?.contains(factor) == true
        else { return nil }
        var session = AuthSession(client, user, name: user.username, at: call.time, randomness)
        session[.flow] = AuthFlowType.userAuth.rawValue
        return try session.asking(Self.confirmed, randomness).sealed(seals.authSession)
    }

    func signInAfterConfirmation(
        _ text: String, _ user: User?, _ context: SignInContext
    ) async throws -> SignInStep {
        let session = try openSession(text, ChallengeNameType(rawValue: Self.confirmed), context)
        guard let user, user.sub == session.sub, user.passwordCount == session.passwordCount,
            user.status == .confirmed
        else { throw Self.invalidSession }
        guard user.enabled else { throw ServiceError.userDisabled }
        try spend(session)
        return try await firstFactorProven(user, session, context)
    }
}
