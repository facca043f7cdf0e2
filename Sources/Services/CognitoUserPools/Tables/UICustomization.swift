import FoundationEssentials
import Storage

/// How the hosted pages look: for all of a pool's clients, or for one.
struct UICustomization: Record, Codable {
    static let table = TableID.uiCustomizations

    /// In the place of a client's id.
    static let allClients = "ALL"

    var poolID: String
    var clientID: String
    var css: String?
    var cssVersion: String?
    var imageID: String?
    var createdAt: Date
    var modifiedAt: Date

    var key: Key { Self.key(poolID, clientID) }
    static func key(_ poolID: String, _ clientID: String) -> Key {
        Key(table: .uiCustomizations).text(poolID).text(clientID)
    }
}
