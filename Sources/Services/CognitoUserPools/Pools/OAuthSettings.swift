import CognitoUserPoolsModel
import ServiceKit

/// The OAuth members of a client: which may stand together, and what a redirect address may be.
struct OAuthSettings {
    let input: ClientSettingsInput

    private static let standardScopes: Set<String> = [
        "phone", "email", "openid", "profile", "aws.cognito.signin.user.admin",
    ]

    /// - Parameter scopes: those of the pool's resource servers.
    func check(hasSecret: Bool, scopes: Set<String>) throws {
        try checkURLs()
        try checkScopes(scopes)
        let flows = input.allowedOAuthFlows ?? []
        if flows.contains(.clientCredentials) {
            guard flows.count == 1 else {
                throw ServiceError(
                    CognitoUserPoolsErrors.invalidOAuthFlow,
                    "client_credentials flow can not be selected along with code flow or implicit flow.")
            }
            guard hasSecret else {
                throw ServiceError(
                    CognitoUserPoolsErrors.invalidOAuthFlow,
                    "client_credentials flow can not be selected if client does not have a client secret.")
            }
        }
        guard input.allowedOAuthFlowsUserPoolClient == true else { return }
        guard !flows.isEmpty, input.allowedOAuthScopes?.isEmpty == false else {
            throw ServiceError(
                CognitoUserPoolsErrors.invalidOAuthFlow,
                "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use "
                    + "OAuth flows.")
        }
    }

    private func checkURLs() throws {
        let callbacks = input.callbackURLs ?? []
        for url in callbacks + (input.logoutURLs ?? []) where !Self.mayRedirect(to: url) {
            throw ServiceError.invalidParameter("\(url) is not a valid redirect address.")
        }
        if let url = input.defaultRedirectURI, !callbacks.contains(url) {
            throw ServiceError.invalidParameter("defaultRedirectURI must be in the CallbackURLs list.")
        }
    }

    private func checkScopes(_ custom: Set<String>) throws {
        for scope in input.allowedOAuthScopes ?? []
        where !Self.standardScopes.contains(scope) && !custom.contains(scope) {
            throw ServiceError(CognitoUserPoolsErrors.scopeDoesNotExist, "Invalid scope requested: \(scope)")
        }
    }

    /// An absolute address without fragment: https, http for this machine only, or an app's own scheme.
    private static func mayRedirect(to url: String) -> Bool {
        guard let colon = url.firstIndex(of: ":"), !url.contains("#") else { return false }
        let scheme = url[..<colon].lowercased()
        guard let first = scheme.utf8.first, (0x61...0x7A).contains(first) else { return false }
        guard scheme == "http" else { return scheme != "javascript" && scheme != "data" }
        let rest = url[url.index(after: colon)...]
        return ["//localhost", "//127.0.0.1", "//[::1]"].contains { host in
            guard rest.hasPrefix(host) else { return false }
            let next = rest.dropFirst(host.count).first
            return next == nil || next == ":" || next == "/" || next == "?"
        }
    }
}
