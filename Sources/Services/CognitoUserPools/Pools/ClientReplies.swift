import CognitoUserPoolsModel

extension UserPoolClient {
    /// The client as replies show it.
    func summary(secret: String?) -> UserPoolClientType {
        UserPoolClientType(
            userPoolId: poolID, clientName: name, clientId: id, clientSecret: secret, lastModifiedDate: modifiedAt,
            creationDate: createdAt, refreshTokenValidity: settings.refreshTokenValidity,
            accessTokenValidity: settings.accessTokenValidity, idTokenValidity: settings.idTokenValidity,
            tokenValidityUnits: settings.tokenValidityUnits, readAttributes: settings.readAttributes,
            writeAttributes: settings.writeAttributes, explicitAuthFlows: settings.explicitAuthFlows,
            supportedIdentityProviders: settings.supportedIdentityProviders, callbackURLs: settings.callbackURLs,
            logoutURLs: settings.logoutURLs, defaultRedirectURI: settings.defaultRedirectURI,
            allowedOAuthFlows: settings.allowedOAuthFlows, allowedOAuthScopes: settings.allowedOAuthScopes,
            allowedOAuthFlowsUserPoolClient: settings.allowedOAuthFlowsUserPoolClient,
            preventUserExistenceErrors: settings.preventUserExistenceErrors,
            enableTokenRevocation: settings.enableTokenRevocation,
            enablePropagateAdditionalUserContextData: settings.propagatesUserContext ?? false,
            authSessionValidity: settings.authSessionValidity,
            refreshTokenRotation: settings.refreshTokenRotation)
    }
}
