import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Makes a pool with its two signing keys. Its id begins with the region it was made in.
    func createUserPool(_ input: CreateUserPoolRequest, _ call: Call) async throws -> CreateUserPoolResponse {
        let id = call.region + "_" + randomness.text(9, from: Alphabet.alphanumeric)
        return CreateUserPoolResponse(userPool: try await makeUserPool(input, id: id, call).summary(users: 0))
    }

    /// - Parameter id: of no pool that is there.
    func makeUserPool(_ input: CreateUserPoolRequest, id: String, _ call: Call) async throws -> UserPool {
        if input.usernameAttributes?.isEmpty == false, input.aliasAttributes?.isEmpty == false {
            throw ServiceError.invalidParameter(
                "Only one of the aliasAttributes or usernameAttributes can be set in a user pool.")
        }
        let settings = try input.settings.settings()
        let schema = try PoolSchema.make(input.schema ?? [])
        let idKey = try await keys.make(poolID: id, randomness: randomness, at: call.time)
        let accessKey = try await keys.make(poolID: id, randomness: randomness, at: call.time)
        var pool = UserPool(
            id: id, accountID: accountID(call), region: call.region, name: input.poolName, time: call.time,
            idKeyID: idKey.id, accessKeyID: accessKey.id, settings: settings, schema: schema)
        pool.usernameAttributes = input.usernameAttributes ?? []
        pool.aliasAttributes = input.aliasAttributes ?? []
        pool.caseSensitive = input.usernameConfiguration?.caseSensitive ?? true
        pool.tags = input.userPoolTags ?? [:]
        pool.mfa = try PoolMFA(input.mfaConfiguration, in: pool)
        try PoolTags.check(pool.tags)
        let made = pool
        try await store.write { transaction in
            try transaction.save(made)
            try transaction.save(idKey)
            try transaction.save(accessKey)
        }
        return made
    }
}

extension CreateUserPoolRequest {
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
