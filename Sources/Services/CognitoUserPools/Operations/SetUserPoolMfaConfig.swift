import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Replaces the pool's second factors and passkey settings.
    func setUserPoolMfaConfig(
        _ input: SetUserPoolMfaConfigRequest, _ call: Call
    ) async throws -> SetUserPoolMfaConfigResponse {
        let updated = try await store.write { transaction in
            var pool = try pool(input.userPoolId, call, transaction)
            var mfa = PoolMFA()
            mfa.mode = input.mfaConfiguration ?? .off
            mfa.softwareToken = input.softwareTokenMfaConfiguration?.enabled ?? false
            mfa.sms = input.smsMfaConfiguration != nil
            mfa.email = input.emailMfaConfiguration
            mfa.webAuthn = input.webAuthnConfiguration ?? pool.mfa?.webAuthn
            if let sms = input.smsMfaConfiguration {
                pool.settings.sms = sms.smsConfiguration ?? pool.settings.sms
                pool.settings.smsAuthenticationMessage =
                    sms.smsAuthenticationMessage ?? pool.settings.smsAuthenticationMessage
            }
            try mfa.check(in: pool)
            pool.mfa = mfa
            pool.modifiedAt = call.time
            try transaction.save(pool)
            return pool
        }
        let mfa = updated.mfa ?? PoolMFA()
        return SetUserPoolMfaConfigResponse(
            smsMfaConfiguration: updated.smsMfaConfiguration,
            softwareTokenMfaConfiguration: input.softwareTokenMfaConfiguration.map { _ in
                SoftwareTokenMfaConfigType(enabled: mfa.softwareToken)
            }, emailMfaConfiguration: mfa.email, mfaConfiguration: mfa.mode, webAuthnConfiguration: mfa.webAuthn)
    }
}

extension PoolMFA {
    private var hasMethod: Bool { softwareToken || sms || email != nil }

    /// Which settings may stand together, in AWS's sentences.
    func check(in pool: UserPool) throws {
        if mode == .off, hasMethod {
            throw ServiceError.invalidParameter(
                "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.")
        }
        if mode != .off, !hasMethod {
            throw ServiceError.invalidParameter(
                "Invalid MFA configuration given, can't disable all MFAs and require MFA.")
        }
        if sms, pool.settings.sms == nil {
            throw ServiceError.invalidParameter("SMS configuration is required to turn on SMS MFA.")
        }
        try checkFirstFactors(of: pool)
    }
}
