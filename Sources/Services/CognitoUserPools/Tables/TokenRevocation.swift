import FoundationEssentials
import Storage

/// A sign-in whose tokens RevokeToken ended, or a refresh token that rotation ended; kept until the
/// last of them would have expired.
struct TokenRevocation: Record, Codable {
    static let table = TableID.tokenRevocations

    var poolID: String
    /// The `origin_jti` of the sign-in's tokens, or the refresh token's id.
    var origin: String
    var until: Date
    /// When it begins; nil for at once.
    var effectiveAt: Date?

    var key: Key { Self.key(poolID, origin) }
    var expiresAt: Date? { until }
    static func key(_ poolID: String, _ origin: String) -> Key {
        Key(table: .tokenRevocations).text(poolID).text(origin)
    }
}
