import CognitoUserPoolsModel
import FoundationEssentials
import ServiceKit
import Storage
import Wire

/// What follows once a first factor is proven: the user's state, a new password, a device, a second
/// factor, and then the sign-in.
extension CognitoUserPools {
    /// After a password, sent or proven by SRP.
    func passwordProven(_ user: User, _ session: AuthSession, _ context: SignInContext) async throws -> SignInStep {
        try checkStatus(of: user, in: context.pool, context.call)
        if user.status == .forceChangePassword { return try newPasswordChallenge(user, session, context) }
        return try await firstFactorProven(user, session, context)
    }

    /// After a password, a one-time code or a passkey of a user who may sign in.
    func firstFactorProven(
        _ user: User, _ session: AuthSession, asksSecondFactor: Bool = true, _ context: SignInContext
    ) async throws -> SignInStep {
        var session = session
        session[.firstFactorProven] = "true"
        if let step = try await deviceChallenge(user, session, context) { return step }
        // Where a second factor is demanded, nothing but a passkey that is both goes without.
        if asksSecondFactor || context.pool.mfaMode == .on, session[.secondFactorProven] == nil,
            let step = try await secondFactorChallenge(user, session, context)
        {
            return step
        }
        return try await signedIn(user, session, context)
    }

    /// Nothing is left to ask.
    func signedIn(_ user: User, _ session: AuthSession, _ context: SignInContext) async throws -> SignInStep {
        let device = try await usedDevice(of: user, session, context)
        try await runPostAuthentication(
            user, newDevice: device.isNew, context.pool, context.client, context.metadata, context.call)
        return .signedIn(
            SignedIn(
                user: user, deviceKey: device.key, newDevice: device.isNew ? device.metadata : nil,
                metadata: context.metadata))
    }

    /// Whether the user may sign in by password at all.
    func checkStatus(of user: User, in pool: UserPool, _ call: Call) throws {
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
        _ user: User, _ session: AuthSession, _ context: SignInContext
    ) throws -> SignInStep {
        let missing = AttributeRules(pool: context.pool).missing(in: user.attributes)
        var required = JSONWriter()
        required.list(missing) { writer, name in writer.string("userAttributes." + name) }
        var attributes = JSONWriter()
        attributes.map(user.attributes.filter { context.client.mayRead($0.key) }) { writer, value in
            writer.string(value)
        }
        return try challenge(
            .newPasswordRequired, session, user,
            [
                "requiredAttributes": String(decoding: required.bytes, as: UTF8.self),
                "userAttributes": String(decoding: attributes.bytes, as: UTF8.self),
            ])
    }

    /// A challenge with a session of its own.
    func challenge(
        _ name: ChallengeNameType, _ session: AuthSession, _ user: User, _ parameters: [String: String]
    ) throws -> SignInStep {
        let next = session.asking(name.rawValue, randomness)
        return .challenge(
            name, session: try next.sealed(seals.authSession),
            parameters: parameters.merging(["USER_ID_FOR_SRP": user.username]) { given, _ in given })
    }
}
