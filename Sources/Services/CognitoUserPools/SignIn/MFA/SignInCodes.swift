import CognitoUserPoolsModel
import FoundationEssentials
import ServiceKit
import Storage

/// One-time codes of a sign-in, as a first factor or a second one.
extension CognitoUserPools {
    func sendSignInCode(
        to destination: CodeDestination, _ user: User, _ purpose: ConfirmationCode.Purpose, _ context: SignInContext
    ) async throws {
        let code = makeCode()
        try await store.write { transaction in
            try storeCode(code, for: user, purpose, to: destination, at: context.call.time, transaction)
        }
        let message = try await customized(
            context.pool.signInMessage(code, to: destination, at: context.call.time), "Authentication", user,
            code: code, destination, context.pool, clientID: context.client.id, context.metadata, context.call)
        try await deliver(message)
    }

    /// SMS_MFA, EMAIL_OTP and SMS_OTP.
    func answerCode(
        _ challenge: ChallengeNameType, _ responses: [String: String], _ session: AuthSession, _ user: User?,
        _ context: SignInContext
    ) async throws -> SignInStep {
        let given = try parameter(challenge.rawValue + "_CODE", responses)
        guard let user else { throw Self.wrongCode }
        // A choice-based sign-in asks for a code as its first factor or, after a password, as its second.
        let isFirst = session[.flow] != nil && session[.firstFactorProven] == nil
        let check: CodeCheck = try await store.write { transaction in
            try checkCode(given, of: user, isFirst ? .firstFactor : .secondFactor, at: context.call.time, transaction)
        }
        switch check {
        case .right: break
        case .wrong: throw Self.wrongCode
        case .expired: throw ServiceError.expiredCode
        case .exhausted: throw ServiceError.tooManyRequests
        }
        try spend(session)
        guard isFirst else {
            var next = session
            next[.secondFactorProven] = "true"
            return try await signedIn(user, next, context)
        }
        guard case .right(let destination) = check else { throw Self.wrongCode }
        let proven = try await change(user, in: context.pool) { current in current.verify(destination) }
        return try await firstFactorProven(proven, session, asksSecondFactor: false, context)
    }

    static let wrongCode = ServiceError(
        CognitoUserPoolsErrors.codeMismatch, "Invalid code or auth state for the user.")
}

extension UserPool {
    func signInMessage(_ code: String, to destination: CodeDestination, at time: Date) -> OutgoingMessage {
        let standard = "Your authentication code is {####}."
        let isEmail = destination.medium == .email
        let text = isEmail ? mfa?.email?.message ?? standard : settings.smsAuthenticationMessage ?? standard
        return OutgoingMessage(
            medium: destination.medium, to: destination.value, from: sender,
            subject: isEmail ? mfa?.email?.subject ?? "Your authentication code" : "",
            body: text.replacing("{####}", with: code), time: time)
    }
}
