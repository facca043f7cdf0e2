import FoundationEssentials
import LambdaModel
import Storage

/// The URL of a function or of an alias.
struct FunctionURL: Record, Codable {
    static let table = TableID.functionURLs

    var accountID: String
    var region: String
    var name: String
    var incarnation: UInt64
    /// An alias; empty for the function itself.
    var qualifier: String
    /// The first label of its host.
    var id: String
    var authType: String
    var cors: Cors?
    var invokeMode: String
    var createdAt: Date
    var modifiedAt: Date

    var key: Key { Self.key(incarnation, qualifier) }
    var indexKeys: [Key] { [Self.byID(id)] }

    static func key(_ incarnation: UInt64, _ qualifier: String) -> Key { listing(incarnation).text(qualifier) }
    static func listing(_ incarnation: UInt64) -> Key { Key(table: .functionURLs).number(incarnation) }
    static func byID(_ id: String) -> Key { Key(table: .functionURLsByID).text(id) }

    var address: FunctionAddress {
        FunctionAddress(
            accountID: accountID, region: region, name: name, qualifier: qualifier.isEmpty ? nil : qualifier)
    }
    /// As AWS calls its host.
    var domainName: String { "\(id).lambda-url.\(region).on.aws" }
}
