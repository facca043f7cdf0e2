import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Adds an app client to a pool, with a secret if asked for.
    func createUserPoolClient(
        _ input: CreateUserPoolClientRequest, _ call: Call
    ) async throws -> CreateUserPoolClientResponse {
        if input.generateSecret == true, input.clientSecret != nil {
            throw ServiceError.invalidParameter("GenerateSecret and ClientSecret cannot be used together.")
        }
        let generated = input.generateSecret == true ? randomness.text(52, from: Alphabet.lowerAlphanumeric) : nil
        let secret = input.clientSecret ?? generated
        let id = randomness.text(26, from: Alphabet.lowerAlphanumeric)
        let sealed = try secret.map { try seals.atRest.seal(Array($0.utf8), context: Array(id.utf8)) }
        return try await store.write { transaction in
            let pool = try pool(input.userPoolId, call, transaction)
            let client = UserPoolClient(
                id: id, poolID: pool.id, name: input.clientName, sealedSecret: sealed, time: call.time,
                settings: try input.settings.settings(
                    in: pool, hasSecret: secret != nil, references: try transaction.references(of: pool)))
            try transaction.save(client)
            return CreateUserPoolClientResponse(userPoolClient: client.summary(secret: secret))
        }
    }
}

extension CreateUserPoolClientRequest {
    fileprivate var settings: ClientSettingsInput {
        ClientSettingsInput(
            refreshTokenValidity: refreshTokenValidity, accessTokenValidity: accessTokenValidity,
            idTokenValidity: idTokenValidity, tokenValidityUnits: tokenValidityUnits, readAttributes: readAttributes,
            writeAttributes: writeAttributes, explicitAuthFlows: explicitAuthFlows,
            supportedIdentityProviders: supportedIdentityProviders, callbackURLs: callbackURLs,
            logoutURLs: logoutURLs, defaultRedirectURI: defaultRedirectURI, allowedOAuthFlows: allowedOAuthFlows,
            allowedOAuthScopes: allowedOAuthScopes,
            allowedOAuthFlowsUserPoolClient: allowedOAuthFlowsUserPoolClient,
            preventUserExistenceErrors: preventUserExistenceErrors, enableTokenRevocation: enableTokenRevocation,
            authSessionValidity: authSessionValidity, refreshTokenRotation: refreshTokenRotation)
    }
}
