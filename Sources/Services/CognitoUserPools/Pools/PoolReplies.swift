import CognitoUserPoolsModel

extension UserPool {
    /// The pool as replies show it.
    func summary(users: Int, domains: [UserPoolDomain] = []) -> UserPoolType {
        UserPoolType(
            id: id, name: name,
            policies: UserPoolPolicyType(
                passwordPolicy: settings.passwordPolicy,
                signInPolicy: settings.signInPolicy ?? SignInPolicyType(allowedFirstAuthFactors: [.password])),
            deletionProtection: settings.deletionProtection, lambdaConfig: settings.lambda ?? LambdaConfigType(),
            lastModifiedDate: modifiedAt, creationDate: createdAt, schemaAttributes: schema,
            autoVerifiedAttributes: settings.autoVerifiedAttributes.nilIfEmpty,
            aliasAttributes: aliasAttributes.nilIfEmpty, usernameAttributes: usernameAttributes.nilIfEmpty,
            smsVerificationMessage: settings.template.smsMessage,
            emailVerificationMessage: settings.template.emailMessage,
            emailVerificationSubject: settings.template.emailSubject,
            verificationMessageTemplate: settings.template,
            smsAuthenticationMessage: settings.smsAuthenticationMessage,
            userAttributeUpdateSettings: settings.userAttributeUpdateSettings, mfaConfiguration: mfaMode,
            deviceConfiguration: settings.device,
            estimatedNumberOfUsers: users,
            emailConfiguration: settings.email ?? EmailConfigurationType(emailSendingAccount: .cognitoDefault),
            smsConfiguration: settings.sms, userPoolTags: tags,
            domain: domains.first { !$0.isCustom }?.name, customDomain: domains.first { $0.isCustom }?.name,
            adminCreateUserConfig: settings.adminCreateUser, userPoolAddOns: settings.addOns,
            usernameConfiguration: UsernameConfigurationType(caseSensitive: caseSensitive), arn: arn,
            accountRecoverySetting: settings.accountRecovery, userPoolTier: settings.tier)
    }
}

extension Array {
    var nilIfEmpty: Self? { isEmpty ? nil : self }
}
