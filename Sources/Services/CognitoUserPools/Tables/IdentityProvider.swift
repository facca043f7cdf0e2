import CognitoUserPoolsModel
import FoundationEssentials
import Storage

/// A provider through which users of a pool may sign in.
struct IdentityProvider: Record, Codable {
    static let table = TableID.userPoolProviders

    /// AWS's quota for a pool.
    static let maxPerPool = 300

    var poolID: String
    var name: String
    /// Of this provider and never of another of its name: links belong to it.
    var id: String
    var type: IdentityProviderTypeType
    /// Without what is secret.
    var details: [String: String]
    /// Sealed at rest: `client_secret`, Apple's `private_key`.
    var sealedDetails: [String: [UInt8]]
    /// Attribute of the pool to claim of the provider; `username` stands for the user's name there.
    var attributeMapping: [String: String]
    /// Other names the provider is asked for by.
    var identifiers: [String]
    var createdAt: Date
    var modifiedAt: Date

    var key: Key { Self.key(poolID, name) }
    static func listing(_ poolID: String) -> Key { Key(table: .userPoolProviders).text(poolID) }
    static func key(_ poolID: String, _ name: String) -> Key { listing(poolID).text(name) }

    var indexKeys: [Key] { identifiers.map { Self.index(poolID, identifier: $0) } }
    static func index(_ poolID: String, identifier: String) -> Key {
        Key(table: .providersByIdentifier).text(poolID).text(identifier)
    }
}
