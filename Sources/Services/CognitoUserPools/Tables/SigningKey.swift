import FoundationEssentials
import Storage

/// One of a pool's RSA keys. The key itself never changes; rotation adds one and retires it.
struct SigningKey: Record, Codable {
    static let table = TableID.signingKeys

    var poolID: String
    var id: String
    /// The private key in DER (PKCS #1), sealed.
    var sealedPrivateKey: [UInt8]
    var modulus: [UInt8]
    var exponent: [UInt8]
    /// Nil for keys made before they were rotated: those are as old as their pool.
    var createdAt: Date?
    /// Signs no more, and leaves the key set then.
    var retiredUntil: Date?

    var expiresAt: Date? { retiredUntil }
    var key: Key { Self.key(poolID, id) }
    static func listing(_ poolID: String) -> Key { Key(table: .signingKeys).text(poolID) }
    static func key(_ poolID: String, _ id: String) -> Key { listing(poolID).text(id) }
}
