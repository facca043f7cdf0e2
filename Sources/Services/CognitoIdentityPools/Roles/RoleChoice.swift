import CognitoIdentityPoolsModel
import ServiceKit

/// Which role an identity's credentials are of.
struct RoleChoice {
    let pool: IdentityPool
    let logins: [ProvenLogin]
    let customRole: String?

    func role() throws -> String {
        guard let login = logins.first else {
            guard customRole == nil, let role = pool.roles["unauthenticated"] else {
                throw ServiceError.invalidConfiguration
            }
            return role
        }
        guard let mapping = pool.roleMappings["\(login.provider):\(login.clientID)"] else {
            guard customRole == nil else {
                throw ServiceError.notAuthorized("The token does not carry the requested role.")
            }
            return try authenticatedRole()
        }
        switch mapping.type {
        case .token: return try roleOfToken(login, mapping)
        default: return try roleOfRules(login, mapping)
        }
    }

    private func authenticatedRole() throws -> String {
        guard let role = pool.roles["authenticated"] else { throw ServiceError.invalidConfiguration }
        return role
    }

    /// `cognito:preferred_role`, or the only one of `cognito:roles`; a custom role must be among them.
    private func roleOfToken(_ login: ProvenLogin, _ mapping: RoleMapping) throws -> String {
        let roles = login.claims["cognito:roles"] ?? []
        if let customRole {
            guard roles.contains(customRole) else {
                throw ServiceError.notAuthorized("The token does not carry the requested role.")
            }
            return customRole
        }
        if let preferred = login.claims["cognito:preferred_role"]?.first { return preferred }
        if roles.count == 1, let only = roles.first { return only }
        return try ambiguous(mapping)
    }

    /// The first rule that matches.
    private func roleOfRules(_ login: ProvenLogin, _ mapping: RoleMapping) throws -> String {
        for rule in mapping.rulesConfiguration?.rules ?? [] {
            guard let values = login.claims[rule.claim] else { continue }
            if Self.matches(rule, values) { return rule.roleARN }
        }
        return try ambiguous(mapping)
    }

    private func ambiguous(_ mapping: RoleMapping) throws -> String {
        guard mapping.ambiguousRoleResolution == .authenticatedRole else {
            throw ServiceError.notAuthorized("Ambiguous role resolution: no role matches, and the pool denies others.")
        }
        return try authenticatedRole()
    }

    private static func matches(_ rule: MappingRule, _ values: [String]) -> Bool {
        switch rule.matchType {
        case .equals: values.contains(rule.value)
        case .notEqual: !values.contains(rule.value)
        case .startsWith: values.contains { $0.hasPrefix(rule.value) }
        case .contains: values.contains { $0.contains(rule.value) }
        default: false
        }
    }
}
