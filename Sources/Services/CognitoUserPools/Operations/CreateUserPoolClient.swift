import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Adds an app client to a pool, with a secret if asked for.
    func createUserPoolClient(
        _ input: CreateUserPoolClientRequest, _ call: Call
    ) async throws -> CreateUserPoolClientResponse {
        try await makeUserPoolClient(input, id: randomness.text(26, from: Alphabet.lowerAlphanumeric), call)
    }

    /// - Parameter id: of no client that is there.
    func makeUserPoolClient(
        _ input: CreateUserPoolClientRequest, id: String, _ call: Call
    ) async throws -> CreateUserPoolClientResponse {
        if input.generateSecret == true, input.clientSecret != nil {
            throw ServiceError.invalidParameter("GenerateSecret and ClientSecret cannot be used together.")
        }
        let generated = input.generateSecret == true ? generateSecret() : nil
        let secret = input.clientSecret ?? generated
        let secrets = try secret.map { [try newSecret($0, clientID: id, at: call.time)] } ?? []
        return try await store.write { transaction in
            let pool = try pool(input.userPoolId, call, transaction)
            let client = UserPoolClient(
                id: id, poolID: pool.id, name: input.clientName, secrets: secrets, time: call.time,
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
            authSessionValidity: authSessionValidity, refreshTokenRotation: refreshTokenRotation,
            propagatesUserContext: enablePropagateAdditionalUserContextData)
    }
}
