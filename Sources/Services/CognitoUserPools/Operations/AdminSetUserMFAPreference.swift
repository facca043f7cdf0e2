import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    func adminSetUserMFAPreference(
        _ input: AdminSetUserMFAPreferenceRequest, _ call: Call
    ) async throws -> AdminSetUserMFAPreferenceResponse {
        let (pool, user) = try await poolAndUser(input.userPoolId, input.username, call)
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
        return AdminSetUserMFAPreferenceResponse()
    }
}
