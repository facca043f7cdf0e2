import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    /// The older form of AdminSetUserMFAPreference: short messages only.
    func adminSetUserSettings(
        _ input: AdminSetUserSettingsRequest, _ call: Call
    ) async throws -> AdminSetUserSettingsResponse {
        let (pool, user) = try await poolAndUser(input.userPoolId, input.username, call)
        let preference = try MFAPreference(input.mfaOptions)
        _ = try await change(user, in: pool) { current in try preference.apply(to: &current, in: pool) }
        return AdminSetUserSettingsResponse()
    }
}
