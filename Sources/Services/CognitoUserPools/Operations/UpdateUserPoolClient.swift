import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Replaces the client's settings: what is left out goes back to AWS's default.
    func updateUserPoolClient(
        _ input: UpdateUserPoolClientRequest, _ call: Call
    ) async throws -> UpdateUserPoolClientResponse {
        let updated = try await store.write { transaction in
            let pool = try pool(input.userPoolId, call, transaction)
            var client = try client(input.clientId, of: pool, transaction)
            client.settings = try input.settings.settings(
                in: pool, hasSecret: !client.secrets.isEmpty, references: try transaction.references(of: pool))
            client.name = input.clientName ?? client.name
            client.modifiedAt = call.time
            try transaction.save(client)
            return client
        }
        return UpdateUserPoolClientResponse(userPoolClient: updated.summary(secret: try secret(of: updated)))
    }
}

extension UpdateUserPoolClientRequest {
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
