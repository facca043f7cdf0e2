import CognitoUserPoolsModel
import ServiceKit

/// The settings that CreateUserPoolClient and UpdateUserPoolClient both take.
struct ClientSettingsInput {
    var refreshTokenValidity: Int?
    var accessTokenValidity: Int?
    var idTokenValidity: Int?
    var tokenValidityUnits: TokenValidityUnitsType?
    var readAttributes: [String]?
    var writeAttributes: [String]?
    var explicitAuthFlows: [ExplicitAuthFlowsType]?
    var supportedIdentityProviders: [String]?
    var callbackURLs: [String]?
    var logoutURLs: [String]?
    var defaultRedirectURI: String?
    var allowedOAuthFlows: [OAuthFlowType]?
    var allowedOAuthScopes: [String]?
    var allowedOAuthFlowsUserPoolClient: Bool?
    var preventUserExistenceErrors: PreventUserExistenceErrorTypes?
    var enableTokenRevocation: Bool?
    var authSessionValidity: Int?
    var refreshTokenRotation: RefreshTokenRotationType?
    var propagatesUserContext: Bool?

    /// - Parameters:
    ///   - hasSecret: client credentials need one.
    ///   - references: what of the pool's a client may name.
    func settings(
        in pool: UserPool, hasSecret: Bool, references: PoolReferences
    ) throws -> UserPoolClient.Settings {
        // Zero stands for the default, as AWS documents it.
        let refresh = refreshTokenValidity ?? 0
        let settings = UserPoolClient.Settings(
            refreshTokenValidity: refresh == 0 ? 30 : refresh, accessTokenValidity: accessTokenValidity,
            idTokenValidity: idTokenValidity, tokenValidityUnits: tokenValidityUnits, readAttributes: readAttributes,
            writeAttributes: writeAttributes, explicitAuthFlows: try authFlows(),
            supportedIdentityProviders: supportedIdentityProviders, callbackURLs: callbackURLs,
            logoutURLs: logoutURLs, defaultRedirectURI: defaultRedirectURI, allowedOAuthFlows: allowedOAuthFlows,
            allowedOAuthScopes: allowedOAuthScopes,
            allowedOAuthFlowsUserPoolClient: allowedOAuthFlowsUserPoolClient ?? false,
            preventUserExistenceErrors: preventUserExistenceErrors,
            enableTokenRevocation: enableTokenRevocation ?? true, authSessionValidity: authSessionValidity ?? 3,
            propagatesUserContext: propagatesUserContext, refreshTokenRotation: refreshTokenRotation)
        guard propagatesUserContext != true || hasSecret else {
            throw ServiceError.invalidParameter(
                "EnablePropagateAdditionalUserContextData can be enabled only for a client with a secret.")
        }
        if settings.refreshTokenRotation?.feature == .enabled,
            settings.explicitAuthFlows.contains(.allowRefreshTokenAuth)
        {
            throw ServiceError.invalidParameter(
                "ALLOW_REFRESH_TOKEN_AUTH is not permitted when refresh token rotation is enabled.")
        }
        try settings.checkTokenValidity()
        try checkAttributes(in: pool)
        try checkProviders(in: pool, references)
        try OAuthSettings(input: self).check(hasSecret: hasSecret, scopes: references.scopes)
        return settings
    }

    private func authFlows() throws -> [ExplicitAuthFlowsType] {
        guard let flows = explicitAuthFlows, !flows.isEmpty else {
            return [.allowCustomAuth, .allowUserSrpAuth, .allowRefreshTokenAuth]
        }
        let current = flows.filter { $0.rawValue.hasPrefix("ALLOW_") }
        guard current.isEmpty || current.count == flows.count else {
            throw ServiceError.invalidParameter(
                "ExplicitAuthFlows with the ALLOW_ prefix cannot be used along with legacy values without it.")
        }
        return flows
    }

    private func checkAttributes(in pool: UserPool) throws {
        for name in readAttributes ?? [] where pool.attribute(name) == nil {
            throw ServiceError.invalidParameter("Invalid read attributes specified while creating a client")
        }
        for name in writeAttributes ?? [] {
            guard pool.attribute(name) != nil, !["sub", "identities"].contains(name),
                !name.hasSuffix("_verified") || StandardAttributes.names.contains(name) == false
            else { throw ServiceError.invalidParameter("Invalid write attributes specified while creating a client") }
        }
    }

    private func checkProviders(in pool: UserPool, _ references: PoolReferences) throws {
        for provider in supportedIdentityProviders ?? []
        where provider != "COGNITO" && !references.providers.contains(provider) {
            throw ServiceError.invalidParameter(
                "The provider \(provider) does not exist for User Pool \(pool.id).")
        }
    }
}
