import CognitoUserPoolsModel
import ServiceKit

/// A pool's second factors, and how passkeys are asked for.
struct PoolMFA: Codable, Sendable, Equatable {
    var mode: UserPoolMfaType = .off
    var softwareToken = false
    /// Short messages need an SmsConfiguration, which stands among the pool's settings.
    var sms = false
    var email: EmailMfaConfigType?
    var webAuthn: WebAuthnConfigurationType?
}

extension PoolMFA {
    /// What CreateUserPool and UpdateUserPool say: the mode alone. A pool that can send short messages
    /// has that method from then on; the others are SetUserPoolMfaConfig's and stay.
    init?(_ mode: UserPoolMfaType?, in pool: UserPool) throws {
        guard let mode, mode != .off else {
            guard var kept = pool.mfa else { return nil }
            kept.mode = .off
            self = kept
            return
        }
        var mfa = pool.mfa ?? PoolMFA()
        mfa.mode = mode
        mfa.sms = mfa.sms || pool.settings.sms != nil
        guard mfa.sms || mfa.softwareToken || mfa.email != nil else {
            throw ServiceError.invalidParameter(
                "SMS configuration and Auto verification for phone_number are required when MFA is required/optional")
        }
        try mfa.checkFirstFactors(of: pool)
        self = mfa
    }

    /// A one-time code or passkey alone must not stand for two factors.
    func checkFirstFactors(of pool: UserPool) throws {
        let others = pool.settings.signInPolicy?.allowedFirstAuthFactors?.filter { $0 != .password } ?? []
        let isEnough = webAuthn?.factorConfiguration == .multiFactorWithUserVerification && others == [.webAuthn]
        guard mode != .on || others.isEmpty || isEnough else {
            throw ServiceError.invalidParameter(
                "MFA cannot be required while first factors other than PASSWORD are allowed.")
        }
    }
}

extension UserPool {
    var mfaMode: UserPoolMfaType { mfa?.mode ?? .off }

    /// The methods the pool is set up for.
    var mfaMethods: Set<UserMFA.Method> {
        guard let mfa, mfa.mode != .off else { return [] }
        var methods: Set<UserMFA.Method> = []
        if mfa.softwareToken { methods.insert(.softwareToken) }
        if mfa.sms { methods.insert(.sms) }
        if mfa.email != nil { methods.insert(.email) }
        return methods
    }
}
