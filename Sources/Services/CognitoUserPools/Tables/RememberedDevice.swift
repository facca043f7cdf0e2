import FoundationEssentials
import ServiceKit
import Storage

/// A device that a user has confirmed, with the verifier of the secret it signs in with.
struct RememberedDevice: Record, Codable {
    static let table = TableID.rememberedDevices

    var poolID: String
    var sub: String
    /// `region_uuid`
    var deviceKey: String
    var name: String?
    /// A device that is not remembered is known, and proves nothing.
    var isRemembered: Bool
    var salt: [UInt8]
    var sealedVerifier: [UInt8]
    var lastAddress: String
    var createdAt: Date
    var modifiedAt: Date
    var authenticatedAt: Date

    var key: Key { Self.key(poolID, sub, deviceKey) }
    static func listing(_ poolID: String, _ sub: String) -> Key {
        Key(table: .rememberedDevices).text(poolID).text(sub)
    }
    static func key(_ poolID: String, _ sub: String, _ deviceKey: String) -> Key {
        listing(poolID, sub).text(deviceKey)
    }
}
