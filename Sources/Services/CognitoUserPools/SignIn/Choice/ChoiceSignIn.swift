import CognitoUserPoolsModel
import FoundationEssentials
import ServiceKit
import Storage

/// USER_AUTH: the user chooses how to sign in, among what the pool allows and they have.
extension CognitoUserPools {
    func beginChoice(
        _ parameters: [String: String], session given: String?, _ context: SignInContext
    ) async throws -> SignInStep {
        let name = try signInName(parameters)
        try checkSecretHash(parameters["SECRET_HASH"], of: context.client, names: [name])
        let user = try await signInUser(named: name, context)
        if let given { return try await signInAfterConfirmation(given, user, context) }
        try await runPreAuthentication(
            user, name: name, context.pool, context.client, context.metadata, context.call)
        if let user, user.status == .unconfirmed { throw ServiceError.userNotConfirmed }
        var session = AuthSession(context.client, user, name: name, at: context.call.time, randomness)
        session[.flow] = AuthFlowType.userAuth.rawValue
        session[.deviceKey] = deviceKey(parameters)
        let available = try await firstFactors(of: user, context)
        if let preferred = parameters["PREFERRED_CHALLENGE"].map(ChallengeNameType.init(rawValue:)),
            available.contains(preferred)
        {
            return try await choose(preferred, parameters, session, user, context)
        }
        let next = session.asking(ChallengeNameType.selectChallenge.rawValue, randomness)
        return .choice(available, session: try next.sealed(seals.authSession), parameters: ["USERNAME": name])
    }

    /// SELECT_CHALLENGE
    func answerChoice(
        _ responses: [String: String], _ session: AuthSession, _ user: User?, _ context: SignInContext
    ) async throws -> SignInStep {
        let answer = ChallengeNameType(rawValue: try parameter("ANSWER", responses))
        guard try await firstFactors(of: user, context).contains(answer) else {
            throw ServiceError.invalidParameter("\(answer.rawValue) is not available for the user.")
        }
        let step = try await choose(answer, responses, session, user, context)
        try spend(session)
        return step
    }

    /// PASSWORD, asked for on its own.
    func answerPassword(
        _ responses: [String: String], _ session: AuthSession, _ user: User?, _ context: SignInContext
    ) async throws -> SignInStep {
        let step = try await provePassword(responses, session, context)
        try spend(session)
        return step
    }

    private func choose(
        _ factor: ChallengeNameType, _ parameters: [String: String], _ session: AuthSession, _ user: User?,
        _ context: SignInContext
    ) async throws -> SignInStep {
        switch factor {
        case .password:
            if parameters["PASSWORD"] != nil { return try await provePassword(parameters, session, context) }
            let next = session.asking(factor.rawValue, randomness)
            return .challenge(
                factor, session: try next.sealed(seals.authSession), parameters: ["USERNAME": session.name])
        case .passwordSrp:
            return try await beginSRP(parameters, session, user, context.pool, context.call)
        case .emailOtp, .smsOtp: return try await sendFirstFactor(factor, session, user, context)
        default: return try await askPasskey(session, user, context)
        }
    }

    private func provePassword(
        _ parameters: [String: String], _ session: AuthSession, _ context: SignInContext
    ) async throws -> SignInStep {
        let user = try await checkPassword(try parameter("PASSWORD", parameters), of: session.name, context)
        return try await passwordProven(user, session, context)
    }

    private func sendFirstFactor(
        _ factor: ChallengeNameType, _ session: AuthSession, _ user: User?, _ context: SignInContext
    ) async throws -> SignInStep {
        let destination: CodeDestination
        let sent: AuthSession
        if let user {
            guard let own = context.pool.destination(of: factor == .emailOtp ? .email : .sms, user) else {
                throw Self.invalidSession
            }
            destination = own
            sent = try await sendSignInCode(to: own, user, .firstFactor, session, context)
        } else {
            destination = simulatedDelivery(session.name, in: context.pool)
            sent = try await sendSignInCode(
                to: destination, decoyUser(session.name, context.pool, at: context.call.time), .firstFactor,
                isSent: false, session, context)
        }
        let next = sent.asking(factor.rawValue, randomness)
        let details = destination.details
        return .challenge(
            factor, session: try next.sealed(seals.authSession),
            parameters: [
                "CODE_DELIVERY_DELIVERY_MEDIUM": details.deliveryMedium?.rawValue ?? "",
                "CODE_DELIVERY_DESTINATION": details.destination ?? "",
                "USERNAME": shownName(of: user, session.name, in: context.pool),
            ])
    }

    /// The first factors the pool allows and the user has. One whose second factor is on signs in
    /// by password, since a one-time code would stand for both.
    private func firstFactors(of user: User?, _ context: SignInContext) async throws -> [ChallengeNameType] {
        let pool = context.pool
        let allowed = Set((pool.settings.signInPolicy?.allowedFirstAuthFactors ?? [.password]).map(\.rawValue))
        var factors: [ChallengeNameType] = []
        if allowed.contains("PASSWORD"), user == nil || user?.passwordHash != nil {
            factors += [.password, .passwordSrp]
        }
        if let user, pool.mfaMode != .off, !pool.secondFactors(of: user).isEmpty { return factors }
        for (name, factor, method) in [
            ("EMAIL_OTP", ChallengeNameType.emailOtp, UserMFA.Method.email), ("SMS_OTP", .smsOtp, .sms),
        ] where allowed.contains(name) {
            // Most users have an e-mail address: who is not there is offered what most are.
            let isReachable = user.map { pool.destination(of: method, $0) != nil } ?? (method == .email)
            if isReachable { factors.append(factor) }
        }
        if let user, allowed.contains("WEB_AUTHN"), try await hasPasskey(user) { factors.append(.webAuthn) }
        return factors
    }
}
