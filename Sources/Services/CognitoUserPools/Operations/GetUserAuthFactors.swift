import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    /// The factors a user has: those of a first step, and the second ones turned on.
    func getUserAuthFactors(
        _ input: GetUserAuthFactorsRequest, _ call: Call
    ) async throws -> GetUserAuthFactorsResponse {
        let (pool, _, user, _) = try await bearer(input.accessToken, call)
        let allowed = pool.settings.signInPolicy?.allowedFirstAuthFactors ?? [.password]
        var factors: [AuthFactorType] = []
        if user.passwordHash != nil { factors.append(.password) }
        if allowed.contains(.emailOtp), user.attributes["email_verified"] == "true" { factors.append(.emailOtp) }
        if allowed.contains(.smsOtp), user.attributes["phone_number_verified"] == "true" { factors.append(.smsOtp) }
        if allowed.contains(.webAuthn), try await hasPasskey(user) { factors.append(.webAuthn) }
        return GetUserAuthFactorsResponse(
            username: user.username, preferredMfaSetting: user.mfa.preferred?.rawValue,
            userMFASettingList: user.mfaSettingList, configuredUserAuthFactors: factors)
    }
}
