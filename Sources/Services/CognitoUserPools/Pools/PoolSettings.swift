import CognitoUserPoolsModel
import ServiceKit

/// The settings that CreateUserPool and UpdateUserPool both take; what is left out gets AWS's default.
struct PoolSettingsInput {
    var policies: UserPoolPolicyType?
    var deletionProtection: DeletionProtectionType?
    var autoVerifiedAttributes: [VerifiedAttributeType]?
    var smsVerificationMessage: String?
    var emailVerificationMessage: String?
    var emailVerificationSubject: String?
    var template: VerificationMessageTemplateType?
    var smsAuthenticationMessage: String?
    var updateSettings: UserAttributeUpdateSettingsType?
    var mfa: UserPoolMfaType?
    var email: EmailConfigurationType?
    var sms: SmsConfigurationType?
    var adminCreateUser: AdminCreateUserConfigType?
    var addOns: UserPoolAddOnsType?
    var accountRecovery: AccountRecoverySettingType?
    var tier: UserPoolTierType?
    var lambda: LambdaConfigType?
    var device: DeviceConfigurationType?

    func settings() throws -> UserPool.Settings {
        try refuseWhatIsNotServed()
        var template = template ?? VerificationMessageTemplateType()
        template.emailMessage = template.emailMessage ?? emailVerificationMessage
        template.emailSubject = template.emailSubject ?? emailVerificationSubject
        template.smsMessage = template.smsMessage ?? smsVerificationMessage
        template.defaultEmailOption = template.defaultEmailOption ?? .confirmWithCode
        let policy = passwordPolicy()
        return UserPool.Settings(
            passwordPolicy: policy, signInPolicy: policies?.signInPolicy,
            deletionProtection: deletionProtection ?? .inactive, autoVerifiedAttributes: autoVerifiedAttributes ?? [],
            smsVerificationMessage: smsVerificationMessage, smsAuthenticationMessage: smsAuthenticationMessage,
            template: template, userAttributeUpdateSettings: updateSettings, email: email, sms: sms,
            adminCreateUser: adminCreateUserConfig(policy), accountRecovery: accountRecovery,
            tier: tier ?? .essentials, addOns: addOns, lambda: lambda, device: device)
    }

    private func refuseWhatIsNotServed() throws {
        if let mode = addOns?.advancedSecurityMode, mode != .off {
            throw ServiceError.notSupported("AdvancedSecurityMode \(mode.rawValue)")
        }
        let factors = policies?.signInPolicy?.allowedFirstAuthFactors
        if let factors, !factors.contains(.password) {
            throw ServiceError.invalidParameter("AllowedFirstAuthFactors must include PASSWORD.")
        }
        if (factors?.count ?? 0) > 1, tier == .lite {
            throw ServiceError(
                CognitoUserPoolsErrors.featureUnavailableInTier,
                "Choice-based sign-in is not available in the LITE feature plan.")
        }
        if let mechanisms = accountRecovery?.recoveryMechanisms {
            guard !(mechanisms.count > 1 && mechanisms.contains { $0.name == .adminOnly }) else {
                throw ServiceError.invalidParameter(
                    "Account Recovery Setting cannot use admin_only setting with any other recovery mechanisms.")
            }
        }
    }

    /// AWS's default asks for eight characters of all four kinds; a policy that is given asks for
    /// what it says.
    private func passwordPolicy() -> PasswordPolicyType {
        let unused = adminCreateUser?.unusedAccountValidityDays
        guard var policy = policies?.passwordPolicy else {
            return PasswordPolicyType(
                minimumLength: 8, requireUppercase: true, requireLowercase: true, requireNumbers: true,
                requireSymbols: true, temporaryPasswordValidityDays: unused ?? 7)
        }
        policy.minimumLength = policy.minimumLength ?? 8
        policy.requireUppercase = policy.requireUppercase ?? false
        policy.requireLowercase = policy.requireLowercase ?? false
        policy.requireNumbers = policy.requireNumbers ?? false
        policy.requireSymbols = policy.requireSymbols ?? false
        policy.temporaryPasswordValidityDays = policy.temporaryPasswordValidityDays ?? unused ?? 7
        return policy
    }

    private func adminCreateUserConfig(_ policy: PasswordPolicyType) -> AdminCreateUserConfigType {
        var config = adminCreateUser ?? AdminCreateUserConfigType()
        config.allowAdminCreateUserOnly = config.allowAdminCreateUserOnly ?? false
        config.unusedAccountValidityDays = policy.temporaryPasswordValidityDays
        return config
    }
}
