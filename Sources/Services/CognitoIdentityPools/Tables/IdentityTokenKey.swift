import FoundationEssentials
import Storage

/// The key that signs OpenID tokens of all identity pools.
struct IdentityTokenKey: Record, Codable {
    static let table = TableID.identityTokenKeys

    var id: String
    /// The private key in DER (PKCS #1), sealed.
    var sealedPrivateKey: [UInt8]

    var key: Key { Self.current }
    static let current = Key(table: .identityTokenKeys).text("current")
}
