import CognitoIdentityPoolsModel
import ServiceKit
import Wire

/// Which role an identity's credentials are of, and why.
///
/// With several logins one mapping counts: that of the first login, by its provider's name, for which
/// the pool has one. Where none has, the pool's authenticated role it is.
struct RoleChoice {
    struct Role: Sendable, Equatable {
        var arn: String
        /// `rule 2: custom:team Equals blue`, for explanations.
        var chosenBy: String
    }

    let pool: IdentityPool
    let proof: Proof
    let customRole: String?

    func role(_ trail: Trail) throws -> Role {
        let mapped = proof.logins.lazy.compactMap { login in
            login.roleMapping(in: pool).map { (login, $0) }
        }.first
        var detail: [JSONValue.Member] = [.init("identityPool", .string(pool.id))]
        if let (login, mapping) = mapped {
            detail.append(.init("login", .string(login.provider)))
            detail.append(.init("type", .string(mapping.type.rawValue)))
            if mapping.type == .rules { detail.append(.init("rules", .array(mapping.tries(on: login)))) }
        }
        do {
            let role = try role(mapped)
            detail += [.init("role", .string(role.arn)), .init("chosenBy", .string(role.chosenBy))]
            trail.note("role mapping", isPassed: true, .object(detail))
            return role
        } catch let refusal as ServiceError {
            detail.append(.init("reason", .string(refusal.message)))
            trail.note("role mapping", isPassed: false, .object(detail))
            throw refusal
        }
    }

    private func role(_ mapped: (ProvenLogin, RoleMapping)?) throws -> Role {
        guard proof.isAuthenticated else {
            guard customRole == nil else { throw ServiceError.roleNotInToken }
            return try roleOfPool(IdentityToken.unauthenticated)
        }
        guard let (login, mapping) = mapped else {
            guard customRole == nil else { throw ServiceError.roleNotInToken }
            return try roleOfPool(IdentityToken.authenticated)
        }
        switch mapping.type {
        // Roles in the tokens of others are theirs to choose: only a user pool's are the account's own choice.
        case .token where login.isOfUserPool: return try roleOfToken(login, mapping)
        case .token:
            guard customRole == nil else { throw ServiceError.roleNotInToken }
            return try ambiguous(login, mapping)
        default: return try roleOfRules(login, mapping)
        }
    }

    private func roleOfPool(_ kind: String) throws -> Role {
        guard let role = pool.roles[kind] else { throw ServiceError.invalidConfiguration }
        return Role(arn: role, chosenBy: "\(kind) role of the pool")
    }

    /// `cognito:preferred_role`, or the only one of `cognito:roles`; a custom role must be among them.
    private func roleOfToken(_ login: ProvenLogin, _ mapping: RoleMapping) throws -> Role {
        let roles = login.claims["cognito:roles"] ?? []
        if let customRole {
            guard roles.contains(customRole) else { throw ServiceError.roleNotInToken }
            return Role(arn: customRole, chosenBy: "CustomRoleArn among cognito:roles")
        }
        if let preferred = login.claims["cognito:preferred_role"]?.first {
            return Role(arn: preferred, chosenBy: "cognito:preferred_role")
        }
        if roles.count == 1, let only = roles.first { return Role(arn: only, chosenBy: "cognito:roles") }
        return try ambiguous(login, mapping)
    }

    /// The role of the first rule that matches; a custom role must be that of one that does.
    private func roleOfRules(_ login: ProvenLogin, _ mapping: RoleMapping) throws -> Role {
        let rules = mapping.rulesConfiguration?.rules ?? []
        let match = rules.enumerated().first { _, rule in
            rule.matches(login) && (customRole == nil || customRole == rule.roleARN)
        }
        if let (index, rule) = match {
            return Role(arn: rule.roleARN, chosenBy: "rule \(index + 1): \(rule.sentence)")
        }
        guard customRole == nil else { throw ServiceError.roleNotInToken }
        return try ambiguous(login, mapping)
    }

    private func ambiguous(_ login: ProvenLogin, _ mapping: RoleMapping) throws -> Role {
        guard mapping.ambiguousRoleResolution == .authenticatedRole else {
            throw ServiceError.ambiguousRole(login.provider)
        }
        return try roleOfPool(IdentityToken.authenticated)
    }
}

extension RoleMapping {
    /// What each rule made of the login's claims, for explanations.
    fileprivate func tries(on login: ProvenLogin) -> [JSONValue] {
        (rulesConfiguration?.rules ?? []).prefix(PoolSettings.mostRules).enumerated().map { index, rule in
            var found: [JSONValue.Member] = [
                .init("rule", .string("rule \(index + 1): \(rule.sentence)")),
                .init("matched", .bool(rule.matches(login))),
            ]
            if let values = login.claims[rule.claim] {
                found.append(.init("found", .array(values.prefix(10).map { .string(String($0.prefix(128))) })))
            }
            return .object(found)
        }
    }
}

extension MappingRule {
    fileprivate var sentence: String { "\(claim) \(matchType.rawValue) \(value)" }

    /// A claim that is not there matches nothing, NotEqual included.
    fileprivate func matches(_ login: ProvenLogin) -> Bool {
        guard let values = login.claims[claim] else { return false }
        return switch matchType {
        case .equals: values.contains(value)
        case .notEqual: !values.contains(value)
        case .startsWith: values.contains { $0.hasPrefix(value) }
        case .contains: values.contains { $0.contains(value) }
        default: false
        }
    }
}
