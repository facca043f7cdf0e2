import CognitoUserPoolsModel
import Storage

/// An API whose custom scopes clients of a pool may be given.
struct ResourceServer: Record, Codable {
    static let table = TableID.resourceServers

    /// AWS's quota for a pool.
    static let maxPerPool = 25

    var poolID: String
    var identifier: String
    var name: String
    var scopes: [ResourceServerScopeType]

    var key: Key { Self.key(poolID, identifier) }
    static func listing(_ poolID: String) -> Key { Key(table: .resourceServers).text(poolID) }
    static func key(_ poolID: String, _ identifier: String) -> Key { listing(poolID).text(identifier) }

    var summary: ResourceServerType {
        ResourceServerType(userPoolId: poolID, identifier: identifier, name: name, scopes: scopes)
    }

    /// The scopes as clients and tokens name them.
    var scopeNames: [String] { scopes.map { "\(identifier)/\($0.scopeName)" } }
}
