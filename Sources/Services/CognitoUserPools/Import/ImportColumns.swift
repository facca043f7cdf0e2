import CognitoUserPoolsModel
import FoundationEssentials

/// The columns of a pool's import file.
enum ImportColumns {
    static let username = "cognito:username"
    static let mfa = "cognito:mfa_enabled"

    private static let standard = [
        "name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile", "picture",
        "website", "email", "email_verified", "gender", "birthdate", "zoneinfo", "locale", "phone_number",
        "phone_number_verified", "address", "updated_at",
    ]

    /// In AWS's order: standard attributes, the pool's own, then what is no attribute.
    static func header(of pool: UserPool) -> [String] {
        standard + pool.schema.compactMap(\.name).filter { $0.contains(":") } + [mfa, username]
    }

    /// Any order will do, and columns may be left out, but for the username and MFA.
    static func areRight(_ columns: [String], for pool: UserPool) -> Bool {
        let known = Set(header(of: pool))
        return Set(columns).count == columns.count && columns.allSatisfy(known.contains)
            && columns.contains(username) && columns.contains(mfa)
    }
}

/// A row of the file, as the user it will be.
struct ImportedUser: Sendable {
    var name: String
    var user: User

    /// Nil for a row that makes no user.
    init?(_ row: [String], _ columns: [String], in pool: UserPool, sub: String, at time: Date) {
        guard row.count == columns.count else { return nil }
        var values: [String: String] = [:]
        for (column, value) in zip(columns, row) where !value.isEmpty { values[column] = value }
        guard let name = values.removeValue(forKey: ImportColumns.username), name.utf8.count <= 128,
            let mfa = values.removeValue(forKey: ImportColumns.mfa)?.lowercased(), ["true", "false"].contains(mfa)
        else { return nil }
        let given = values.sorted { $0.key < $1.key }.map { AttributeType(name: $0.key, value: $0.value) }
        let rules = AttributeRules(pool: pool)
        do {
            var attributes = try rules.forNewUser(given, byAdministrator: true)
            let username = try pool.register(name, sub: sub, attributes: &attributes)
            try rules.requireAll(in: attributes)
            for flag in ["email_verified", "phone_number_verified"] {
                if let value = attributes[flag] { attributes[flag] = value.lowercased() }
            }
            guard Self.isVerified(attributes, in: pool) else { return nil }
            user = User(
                in: pool, username: username, sub: sub, status: .resetRequired, attributes: attributes, password: nil,
                time: time)
        } catch { return nil }
        if mfa == "true" {
            guard user.attributes["phone_number"] != nil else { return nil }
            user.mfa.enabled = [.sms]
            user.mfa.preferred = .sms
        }
        self.name = name
    }

    /// Where the pool verifies addresses, AWS takes users with one that is verified: their password is
    /// reset through it.
    private static func isVerified(_ attributes: [String: String], in pool: UserPool) -> Bool {
        let verified = pool.settings.autoVerifiedAttributes.map(\.rawValue)
        return verified.isEmpty
            || verified.contains { attributes[$0] != nil && attributes[$0 + "_verified"] == "true" }
    }
}
