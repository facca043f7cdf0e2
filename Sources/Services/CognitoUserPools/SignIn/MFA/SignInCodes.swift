import CognitoUserPoolsModel
import Crypto
import FoundationEssentials
import ServiceKit
import Storage

/// One-time codes of a sign-in, as a first factor or a second one.
extension CognitoUserPools {
    private static let guessesPerSession = 5

    /// The session that knows the code that was sent: a code answers its own sign-in and no other, so
    /// that nobody's guesses or requests get in the way of somebody else's.
    ///
    /// - Parameter isSent: false for a user who is not there; the limits are the same.
    func sendSignInCode(
        to destination: CodeDestination, _ user: User, _ purpose: ConfirmationCode.Purpose, isSent: Bool = true,
        _ session: AuthSession, _ context: SignInContext
    ) async throws -> AuthSession {
        let code = makeCode()
        try await store.write { transaction in
            try storeCode(code, for: user, purpose, to: destination, at: context.call.time, transaction)
        }
        if isSent {
            let message = try await customized(
                context.pool.signInMessage(code, to: destination, at: context.call.time), "Authentication", user,
                code: code, destination, context.pool, clientID: context.client.id, context.metadata, context.call)
            try await deliver(message)
        } else {
            try await pretendToDeliver()
        }
        var next = session
        next[.codeDigest] = Self.digest(of: code)
        next[.codeAttribute] = destination.attribute
        next[.codeDestination] = destination.value
        return next
    }

    private static func digest(of code: String) -> String { Hexadecimal.encode(SHA256.hash(data: Array(code.utf8))) }

    /// SMS_MFA, EMAIL_OTP and SMS_OTP.
    func answerCode(
        _ challenge: ChallengeNameType, _ responses: [String: String], _ session: AuthSession, _ user: User?,
        _ context: SignInContext
    ) async throws -> SignInStep {
        let given = try parameter(challenge.rawValue + "_CODE", responses)
        let isRight =
            SHA256.hash(data: Array(Self.digest(of: given).utf8))
            == SHA256.hash(data: Array((session[.codeDigest] ?? "").utf8))
        guard isRight, let user else {
            let failures = (codeFailures[session.id] ?? 0) + 1
            codeFailures[session.id] = failures
            if failures >= Self.guessesPerSession { _ = spentSessions.spend(session.id) }
            throw Self.wrongCode
        }
        try spend(session)
        // A choice-based sign-in asks for a code as its first factor or, after a password, as its second.
        guard session[.flow] != nil, session[.firstFactorProven] == nil else {
            var next = session
            next[.secondFactorProven] = "true"
            return try await signedIn(user, next, context)
        }
        let destination = CodeDestination(
            attribute: session[.codeAttribute] ?? "", value: session[.codeDestination] ?? "")
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
