import ServiceKit
import Storage

/// A policy of the account that lets services write logs in a region.
struct StoredResourcePolicy: Record, Codable {
    static let table = TableID.logResourcePolicies

    var accountID: String
    var region: String
    var name: String
    var document: String
    var updatedAt: Int
    var revision: String

    var key: Key { Self.listing(accountID, region).text(name) }
    static func listing(_ accountID: String, _ region: String) -> Key {
        Key(table: .logResourcePolicies).text(accountID).text(region)
    }
}
