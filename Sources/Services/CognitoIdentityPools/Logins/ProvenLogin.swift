import CognitoIdentityPoolsModel
import FoundationEssentials

/// A login that was proven, of a provider the pool takes.
struct ProvenLogin: Sendable {
    enum Kind: Sendable, Hashable {
        /// As the pool's settings name it, which may be its issuer.
        case userPool(named: String, clientID: String)
        case openID(providerARN: String)
        /// The developer's own backend vouches for the user, with a signed call.
        case developer
    }

    var kind: Kind
    /// As the call named it, which may be a user pool's issuer in another shape.
    var name: String
    /// AWS's name of the provider: `cognito-idp.REGION.amazonaws.com/POOL`.
    var provider: String
    var subject: String
    var audience: String
    var claims: [String: [String]]

    var isOfUserPool: Bool { if case .userPool = kind { true } else { false } }

    func roleMapping(in pool: IdentityPool) -> RoleMapping? {
        switch kind {
        case .userPool(let name, let clientID):
            pool.roleMappings["\(name):\(clientID)"] ?? pool.roleMappings["\(provider):\(clientID)"]
        case .openID(let arn): pool.roleMappings[arn]
        case .developer: nil
        }
    }

    func tagMap(in pool: IdentityPool) -> PrincipalTagMap? {
        switch kind {
        case .userPool(let name, _): pool.tagMaps?[name] ?? pool.tagMaps?[provider]
        case .openID(let arn): pool.tagMaps?[arn]
        case .developer: nil
        }
    }

    /// What trust policies can ask for as `amr`: the provider, and the one user of it.
    func methods(in poolID: String) -> [String] {
        switch kind {
        case .userPool: [provider, "\(provider):CognitoSignIn:\(subject)"]
        case .openID(let arn): [provider, "\(arn):OIDC:\(subject)"]
        case .developer: [provider, "\(provider):\(poolID):\(subject)"]
        }
    }
}

/// What a call proves with its logins: users of providers, or an identity by a token of our own.
struct Proof: Sendable {
    /// In the order of their providers' names.
    var logins: [ProvenLogin] = []
    var token: IdentityToken?

    var isNone: Bool { logins.isEmpty && token == nil }

    /// A guest's token proves a guest.
    var isAuthenticated: Bool { !logins.isEmpty || token?.isAuthenticated == true }

    /// Authentication methods, as trust policies ask for them.
    func methods(in poolID: String) -> [String] {
        guard isAuthenticated else { return [IdentityToken.unauthenticated] }
        var methods = [IdentityToken.authenticated]
        let named = (token?.methods ?? []).filter { $0 != IdentityToken.unauthenticated }
        for method in named + logins.flatMap({ $0.methods(in: poolID) }) where !methods.contains(method) {
            methods.append(method)
        }
        return methods
    }

    /// Who signed in, for explanations.
    var providers: String {
        guard isAuthenticated else { return "none" }
        let names = logins.map(\.provider)
        return (token == nil ? names : [CognitoIdentityPools.provider] + names).joined(separator: ", ")
    }
}
