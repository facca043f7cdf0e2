import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Replaces the pool's settings: what is left out goes back to AWS's default.
    func updateUserPool(_ input: UpdateUserPoolRequest, _ call: Call) async throws -> UpdateUserPoolResponse {
        let settings = try input.settings.settings()
        if let tags = input.userPoolTags { try PoolTags.check(tags) }
        try await store.write { transaction in
            var pool = try pool(input.userPoolId, call, transaction)
            pool.settings = settings
            pool.mfa = try PoolMFA(input.mfaConfiguration, in: pool)
            pool.name = input.poolName ?? pool.name
            pool.tags = input.userPoolTags ?? pool.tags
            pool.modifiedAt = call.time
            try transaction.save(pool)
        }
        return UpdateUserPoolResponse()
    }
}

extension UpdateUserPoolRequest {
    fileprivate var settings: PoolSettingsInput {
        PoolSettingsInput(
            policies: policies, deletionProtection: deletionProtection,
            autoVerifiedAttributes: autoVerifiedAttributes, smsVerificationMessage: smsVerificationMessage,
            emailVerificationMessage: emailVerificationMessage, emailVerificationSubject: emailVerificationSubject,
            template: verificationMessageTemplate, smsAuthenticationMessage: smsAuthenticationMessage,
            updateSettings: userAttributeUpdateSettings, mfa: mfaConfiguration, email: emailConfiguration,
            sms: smsConfiguration, adminCreateUser: adminCreateUserConfig, addOns: userPoolAddOns,
            accountRecovery: accountRecoverySetting, tier: userPoolTier, lambda: lambdaConfig,
            device: deviceConfiguration)
    }
}
