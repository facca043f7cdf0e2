import CognitoUserPoolsModel
import Storage

/// The name under which a pool's sign-in pages are found, unique over all accounts.
struct UserPoolDomain: Record, Codable {
    static let table = TableID.userPoolDomains

    /// A prefix, or a whole host name for a custom domain.
    var name: String
    var poolID: String
    /// Of a custom domain.
    var certificateARN: String?
    /// 1 for the hosted UI, 2 for managed login.
    var managedLoginVersion: Int
    /// The name AWS would serve it at.
    var distribution: String
    /// When it was made, as AWS writes versions.
    var version: String

    var isCustom: Bool { certificateARN != nil }

    var key: Key { Self.key(name) }
    static func key(_ name: String) -> Key { Key(table: .userPoolDomains).text(name) }

    var indexKeys: [Key] { [Self.listing(poolID).text(name)] }
    static func listing(_ poolID: String) -> Key { Key(table: .userPoolDomainsByPool).text(poolID) }
}
