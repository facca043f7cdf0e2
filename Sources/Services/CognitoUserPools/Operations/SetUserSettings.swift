import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    /// The older form of SetUserMFAPreference: short messages only.
    func setUserSettings(_ input: SetUserSettingsRequest, _ call: Call) async throws -> SetUserSettingsResponse {
        let (pool, _, user, _) = try await bearer(input.accessToken, call)
        let preference = try MFAPreference(input.mfaOptions)
        _ = try await change(user, in: pool) { current in try preference.apply(to: &current, in: pool) }
        return SetUserSettingsResponse()
    }
}

extension MFAPreference {
    init(_ options: [MFAOptionType]) throws {
        for option in options {
            guard option.deliveryMedium == .sms, option.attributeName == "phone_number" else {
                throw ServiceError.invalidParameter("MFAOptions take SMS to phone_number only.")
            }
        }
        self.init(sms: Wish(enabled: !options.isEmpty))
    }
}
