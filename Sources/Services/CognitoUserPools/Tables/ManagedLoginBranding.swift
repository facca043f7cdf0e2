import CognitoUserPoolsModel
import FoundationEssentials
import Storage

/// The style of managed login's pages for one client.
struct ManagedLoginBranding: Record, Codable {
    static let table = TableID.managedLoginBrandings

    /// AWS's quota for a pool.
    static let maxPerPool = 20
    static let maxAssets = 40

    /// An image and its place; the bytes are the pool's image of that id.
    struct Asset: Codable, Sendable, Equatable {
        var category: AssetCategoryType
        var colorMode: ColorSchemeModeType
        var fileExtension: AssetExtensionType
        var resourceID: String?
        var imageID: String?

        func isInPlace(of other: Asset) -> Bool {
            category == other.category && colorMode == other.colorMode && resourceID == other.resourceID
        }
    }

    var poolID: String
    var id: String
    var clientID: String
    var usesProvidedValues: Bool
    /// The JSON document as text.
    var settings: String?
    var assets: [Asset]
    var createdAt: Date
    var modifiedAt: Date

    var key: Key { Self.key(poolID, id) }
    static func listing(_ poolID: String) -> Key { Key(table: .managedLoginBrandings).text(poolID) }
    static func key(_ poolID: String, _ id: String) -> Key { listing(poolID).text(id) }

    var indexKeys: [Key] { [Self.index(poolID, clientID: clientID)] }
    static func index(_ poolID: String, clientID: String) -> Key {
        Key(table: .brandingsByClient).text(poolID).text(clientID)
    }
}
