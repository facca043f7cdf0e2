import Crypto
import FoundationEssentials
import ServiceKit
import Yams

/// `accounts:` of the configuration file.
enum AccountList {
    private static let settings: Set<String> = ["id", "name", "email", "canonicalUserId", "accessKeys"]

    static func read(_ root: Node) throws -> [Configuration.AccountSettings] {
        guard let list = root.mapping?["accounts"] else { return [] }
        guard let items = list.sequence else { throw ConfigurationError("accounts is not a list") }
        return try items.map(account)
    }

    private static func account(_ node: Node) throws -> Configuration.AccountSettings {
        guard let mapping = node.mapping else { throw ConfigurationError("an account is not a mapping") }
        for key in mapping.keys.compactMap(\.string) where !settings.contains(key) {
            throw ConfigurationError("an account has a setting that does not exist: \(key)")
        }
        guard let id = mapping["id"]?.scalar?.string, id.utf8.count == 12,
            id.utf8.allSatisfy({ (48...57).contains($0) })
        else { throw ConfigurationError("an account's id must be twelve digits, in quotes") }
        let keys = try mapping["accessKeys"]?.sequence?.map(key) ?? []
        return Configuration.AccountSettings(
            id: id, name: mapping["name"]?.scalar?.string ?? "account-\(id)",
            email: mapping["email"]?.scalar?.string ?? "root@\(id).localhost",
            canonicalUserID: mapping["canonicalUserId"]?.scalar?.string, accessKeys: keys)
    }

    private static func key(_ node: Node) throws -> Configuration.RootKey {
        guard let id = node.mapping?["id"]?.scalar?.string, let secret = node.mapping?["secret"]?.scalar?.string
        else { throw ConfigurationError("an access key needs id and secret") }
        return Configuration.RootKey(id: id, secret: secret)
    }
}

extension Account {
    static let standardID = "000000000000"

    init(_ settings: Configuration.AccountSettings) {
        self.init(
            id: settings.id, name: settings.name, email: settings.email,
            canonicalUserID: settings.canonicalUserID ?? Self.canonicalUserID(of: settings.id))
    }

    /// Always the same for an account, so that ACLs survive a new data folder.
    static func canonicalUserID(of id: String) -> String {
        SHA256.hash(data: Array("hanok-canonical-user-\(id)".utf8))
            .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    static let standard = Account(
        id: standardID, name: "hanok", email: "root@localhost",
        canonicalUserID: canonicalUserID(of: standardID))
}
