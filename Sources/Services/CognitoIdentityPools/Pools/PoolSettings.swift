import CognitoIdentityPoolsModel
import ServiceKit

/// AWS's rules for what a pool is made of.
enum PoolSettings {
    static func check(_ providers: [CognitoIdentityProvider]) throws {
        for provider in providers where (provider.providerName ?? "").isEmpty || (provider.clientId ?? "").isEmpty {
            throw ServiceError.invalidParameter("Invalid Cognito Identity Provider")
        }
    }

    static func check(tags: [String: String]) throws {
        guard tags.count <= 50 else {
            throw ServiceError.invalidParameter("A resource can have up to 50 tags.")
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

    static func check(mappings: [String: RoleMapping]) throws {
        for mapping in mappings.values {
            if mapping.ambiguousRoleResolution == nil {
                throw ServiceError.invalidParameter("AmbiguousRoleResolution must be set for role mappings.")
            }
            let rules = mapping.rulesConfiguration?.rules ?? []
            if mapping.type == .rules, rules.isEmpty {
                throw ServiceError.invalidParameter("RulesConfiguration must be set for role mappings of type Rules.")
            }
            for rule in rules where !isRole(rule.roleARN) {
                throw ServiceError.invalidParameter("\(rule.roleARN) is not a valid role ARN.")
            }
        }
    }

    private static func isRole(_ text: String) -> Bool {
        guard let arn = ARN(text) else { return false }
        return arn.service == "iam" && arn.resource.hasPrefix("role/")
    }
}
