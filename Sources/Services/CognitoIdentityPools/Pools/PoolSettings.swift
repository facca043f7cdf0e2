import CognitoIdentityPoolsModel
import ServiceKit

/// What CreateIdentityPool and UpdateIdentityPool set, by AWS's rules for what a pool is made of.
struct PoolSettings: Sendable {
    private static let mostProviders = 50
    private static let mostTags = 50
    static let mostRules = 25

    var name: String
    var allowsUnauthenticated: Bool
    var allowsClassicFlow: Bool?
    var providers: [CognitoIdentityProvider]
    var developerProvider: String?
    var openIDProviders: [String]
    /// Nil keeps those there are.
    var tags: [String: String]?

    init(_ input: CreateIdentityPoolRequest, of accountID: String) throws {
        name = input.identityPoolName
        allowsUnauthenticated = input.allowUnauthenticatedIdentities
        allowsClassicFlow = input.allowClassicFlow
        providers = input.cognitoIdentityProviders ?? []
        developerProvider = input.developerProviderName
        openIDProviders = input.openIdConnectProviderARNs ?? []
        tags = input.identityPoolTags
        try check(accountID)
    }

    init(_ input: UpdateIdentityPoolRequest, of accountID: String) throws {
        name = input.identityPoolName
        allowsUnauthenticated = input.allowUnauthenticatedIdentities
        allowsClassicFlow = input.allowClassicFlow
        providers = input.cognitoIdentityProviders ?? []
        developerProvider = input.developerProviderName
        openIDProviders = input.openIdConnectProviderARNs ?? []
        tags = input.identityPoolTags
        try check(accountID)
    }

    /// Replaces the pool's settings; what is left out is taken away. But the developer provider stays:
    /// its name is part of every identity behind it.
    func apply(to pool: inout IdentityPool) throws {
        if let known = pool.developerProvider, let developerProvider, known != developerProvider {
            throw ServiceError.invalidParameter("The developer provider name cannot be changed: \(known)")
        }
        pool.name = name
        pool.allowsUnauthenticated = allowsUnauthenticated
        pool.allowsClassicFlow = allowsClassicFlow
        pool.providers = providers
        pool.developerProvider = pool.developerProvider ?? developerProvider
        pool.openIDProviders = openIDProviders.isEmpty ? nil : openIDProviders
        pool.tags = tags ?? pool.tags
    }

    private func check(_ accountID: String) throws {
        for provider in providers where (provider.providerName ?? "").isEmpty || (provider.clientId ?? "").isEmpty {
            throw ServiceError.invalidParameter("Invalid Cognito Identity Provider")
        }
        guard providers.count <= Self.mostProviders, openIDProviders.count <= Self.mostProviders else {
            throw ServiceError.limitExceeded(
                "An identity pool can have up to \(Self.mostProviders) providers of a kind.")
        }
        for arn in openIDProviders where !OpenIDProviderARN.isOne(arn, of: accountID) {
            throw ServiceError.invalidParameter("Invalid OpenIDConnect provider: \(arn)")
        }
        if let developerProvider, developerProvider.hasPrefix("cognito-") {
            throw ServiceError.invalidParameter("Invalid developer provider name: \(developerProvider)")
        }
        try Self.check(tags: tags ?? [:])
    }

    static func check(tags: [String: String]) throws {
        guard tags.count <= mostTags else {
            throw ServiceError.invalidParameter("A resource can have up to \(mostTags) tags.")
        }
        for name in tags.keys where name.lowercased().hasPrefix("aws:") {
            throw ServiceError.invalidParameter("Tag keys that begin with aws: are reserved: \(name)")
        }
    }

    static func check(roles: [String: String]) throws {
        for role in roles.values where !isRole(role) {
            throw ServiceError.invalidParameter("\(role) is not a valid role ARN.")
        }
    }

    static func check(mappings: [String: RoleMapping], of pool: IdentityPool) throws {
        let names = pool.mappingNames
        for (name, mapping) in mappings.sorted(by: { $0.key < $1.key }) {
            guard names.contains(name) else { throw ServiceError.notAProviderOfMapping(name) }
            try check(mapping)
        }
    }

    private static func check(_ mapping: RoleMapping) throws {
        if mapping.ambiguousRoleResolution == nil {
            throw ServiceError.invalidParameter("AmbiguousRoleResolution must be set for role mappings.")
        }
        let rules = mapping.rulesConfiguration?.rules ?? []
        if mapping.type == .rules, rules.isEmpty {
            throw ServiceError.invalidParameter("RulesConfiguration must be set for role mappings of type Rules.")
        }
        guard rules.count <= mostRules else {
            throw ServiceError.invalidParameter("Up to \(mostRules) rules can be specified per identity provider.")
        }
        for rule in rules where !isRole(rule.roleARN) {
            throw ServiceError.invalidParameter("\(rule.roleARN) is not a valid role ARN.")
        }
    }

    private static func isRole(_ text: String) -> Bool {
        guard let arn = ARN(text) else { return false }
        return arn.service == "iam" && arn.resource.hasPrefix("role/")
    }
}

extension IdentityPool {
    /// The names under which providers of this pool can have a role mapping.
    fileprivate var mappingNames: Set<String> {
        let userPools = providers.compactMap { provider in
            provider.providerName.flatMap { name in provider.clientId.map { "\(name):\($0)" } }
        }
        return Set(userPools + (openIDProviders ?? []))
    }

    /// The names under which providers of this pool can have a map of principal tags.
    var tagMapNames: Set<String> {
        Set(providers.compactMap(\.providerName) + (openIDProviders ?? []))
    }
}
