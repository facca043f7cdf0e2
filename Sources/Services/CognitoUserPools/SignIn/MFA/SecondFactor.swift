import CognitoUserPoolsModel
import FoundationEssentials
import ServiceKit
import Storage

/// Which second factor is asked for, if any.
extension CognitoUserPools {
    func secondFactorChallenge(
        _ user: User, _ session: AuthSession, _ context: SignInContext
    ) async throws -> SignInStep? {
        let pool = context.pool
        guard pool.mfaMode != .off else { return nil }
        let methods = pool.secondFactors(of: user)
        if let preferred = user.mfa.preferred, methods.contains(preferred) {
            return try await ask(preferred, user, session, context)
        }
        if methods.count > 1 { return try selection(methods, user, session) }
        if let only = methods.first { return try await ask(only, user, session, context) }
        guard pool.mfaMode == .on else { return nil }
        return try setUp(user, session, pool)
    }

    /// Asks for one method's code, sending it if it must be sent.
    func ask(
        _ method: UserMFA.Method, _ user: User, _ session: AuthSession, _ context: SignInContext
    ) async throws -> SignInStep {
        switch method {
        case .softwareToken:
            let name = user.mfa.tokenName
            return try challenge(
                .softwareTokenMfa, session, user, name.isEmpty ? [:] : ["FRIENDLY_DEVICE_NAME": name])
        case .sms, .email:
            guard let destination = context.pool.destination(of: method, user) else { throw Self.invalidSession }
            let sent = try await sendSignInCode(to: destination, user, .secondFactor, session, context)
            let details = destination.details
            return try challenge(
                method == .sms ? .smsMfa : .emailOtp, sent, user,
                [
                    "CODE_DELIVERY_DELIVERY_MEDIUM": details.deliveryMedium?.rawValue ?? "",
                    "CODE_DELIVERY_DESTINATION": details.destination ?? "",
                ])
        }
    }

    private func selection(
        _ methods: [UserMFA.Method], _ user: User, _ session: AuthSession
    ) throws -> SignInStep {
        var parameters = ["MFAS_CAN_CHOOSE": Self.list(methods.map(\.rawValue))]
        if methods.contains(.softwareToken), !user.mfa.tokenName.isEmpty {
            parameters["FRIENDLY_DEVICE_NAME"] = user.mfa.tokenName
        }
        return try challenge(.selectMfaType, session, user, parameters)
    }

    private func setUp(_ user: User, _ session: AuthSession, _ pool: UserPool) throws -> SignInStep {
        let methods = UserMFA.Method.allCases.filter(pool.mfaMethods.contains)
        return try challenge(.mfaSetup, session, user, ["MFAS_CAN_SETUP": Self.list(methods.map(\.rawValue))])
    }

    /// Challenge parameters are texts: a list is JSON in one.
    private static func list(_ names: [String]) -> String {
        "[" + names.map { "\"\($0)\"" }.joined(separator: ",") + "]"
    }

    /// SELECT_MFA_TYPE: the method the user chose.
    func answerMFAType(
        _ responses: [String: String], _ session: AuthSession, _ user: User?, _ context: SignInContext
    ) async throws -> SignInStep {
        let user = try present(user)
        let answer = try parameter("ANSWER", responses)
        guard let method = UserMFA.Method(rawValue: answer), context.pool.secondFactors(of: user).contains(method)
        else {
            throw ServiceError.invalidParameter("Invalid MFA type for the user.")
        }
        let step = try await ask(method, user, session, context)
        try spend(session)
        return step
    }

    /// MFA_SETUP: goes on once VerifySoftwareToken was called with the session.
    func answerMFASetup(
        _ session: AuthSession, _ user: User?, _ context: SignInContext
    ) async throws -> SignInStep {
        let user = try present(user)
        guard session[.tokenVerified] != nil, user.mfa.hasToken else { throw Self.invalidSession }
        try spend(session)
        return try await signedIn(user, session, context)
    }
}

extension UserPool {
    /// The methods a user can be asked for: turned on, or where the pool demands one, at hand.
    func secondFactors(of user: User) -> [UserMFA.Method] {
        UserMFA.Method.allCases.filter { method in
            guard mfaMethods.contains(method) else { return false }
            switch method {
            case .softwareToken: return user.mfa.hasToken && (user.mfa.enabled.contains(method) || mfaMode == .on)
            case .sms, .email:
                guard destination(of: method, user) != nil else { return false }
                return user.mfa.enabled.contains(method) || (mfaMode == .on && user.mfa.enabled.isEmpty)
            }
        }
    }

    /// Where a method's code goes.
    func destination(of method: UserMFA.Method, _ user: User) -> CodeDestination? {
        let attribute = method == .email ? "email" : "phone_number"
        guard method != .softwareToken, let value = user.attributes[attribute], !value.isEmpty else { return nil }
        return CodeDestination(attribute: attribute, value: value)
    }
}
