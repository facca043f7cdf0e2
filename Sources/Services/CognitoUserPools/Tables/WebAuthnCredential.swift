import FoundationEssentials
import ServiceKit
import Storage

/// A passkey of a user.
struct WebAuthnCredential: Record, Codable {
    static let table = TableID.webAuthnCredentials
    /// AWS's limit.
    static let maxPerUser = 20

    var poolID: String
    var sub: String
    /// Base64url, as browsers write it.
    var id: String
    var publicKey: PasskeyKey
    var signCount: UInt32
    var name: String
    var relyingPartyID: String
    var attachment: String?
    var transports: [String]
    var createdAt: Date

    var key: Key { Self.listing(poolID, sub).text(id) }
    static func listing(_ poolID: String, _ sub: String) -> Key {
        Key(table: .webAuthnCredentials).text(poolID).text(sub)
    }
}
