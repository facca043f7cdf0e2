import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    func setUserMFAPreference(
        _ input: SetUserMFAPreferenceRequest, _ call: Call
    ) async throws -> SetUserMFAPreferenceResponse {
        let (pool, _, user, _) = try await bearer(input.accessToken, call)
        try refuseWebAuthnPreference(input.webAuthnMfaSettings, pool)
        let preference = MFAPreference(
            sms: input.smsMfaSettings.map { .init(enabled: $0.enabled, preferred: $0.preferredMfa) },
            email: input.emailMfaSettings.map { .init(enabled: $0.enabled, preferred: $0.preferredMfa) },
            softwareToken: input.softwareTokenMfaSettings.map { .init(enabled: $0.enabled, preferred: $0.preferredMfa) }
        )
        _ = try await change(user, in: pool) { current in
            try preference.apply(to: &current, in: pool)
            current.modifiedAt = call.time
        }
        return SetUserMFAPreferenceResponse()
    }

    /// A passkey as a second factor is what the pool's WebAuthnConfiguration makes of it, not a user's choice here.
    func refuseWebAuthnPreference(_ settings: WebAuthnMfaSettingsType?, _ pool: UserPool) throws {
        if settings?.enabled == true { throw ServiceError.notSupported("WebAuthnMfaSettings") }
    }
}
