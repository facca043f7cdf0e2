import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    func getUserPoolMfaConfig(
        _ input: GetUserPoolMfaConfigRequest, _ call: Call
    ) async throws -> GetUserPoolMfaConfigResponse {
        let pool = try await pool(input.userPoolId, call)
        let mfa = pool.mfa ?? PoolMFA()
        return GetUserPoolMfaConfigResponse(
            smsMfaConfiguration: pool.smsMfaConfiguration,
            softwareTokenMfaConfiguration: SoftwareTokenMfaConfigType(enabled: mfa.softwareToken),
            emailMfaConfiguration: mfa.email, mfaConfiguration: mfa.mode, webAuthnConfiguration: mfa.webAuthn)
    }
}

extension UserPool {
    var smsMfaConfiguration: SmsMfaConfigType? {
        guard mfa?.sms == true else { return nil }
        return SmsMfaConfigType(
            smsAuthenticationMessage: settings.smsAuthenticationMessage, smsConfiguration: settings.sms)
    }
}
