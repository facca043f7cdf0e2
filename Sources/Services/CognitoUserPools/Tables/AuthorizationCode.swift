import FoundationEssentials
import Storage

/// What somebody authorized, until the application exchanges its code for tokens. A used code is
/// kept for a while: who sends it again has stolen it, or was stolen from.
struct AuthorizationCode: Record, Codable {
    static let table = TableID.authorizationCodes

    /// AWS's: five minutes.
    static let validity: TimeInterval = 300
    /// How long a second use of a code is recognised.
    static let memory: TimeInterval = 86_400

    var poolID: String
    /// The code's SHA-256: who reads the store learns no code.
    var digest: [UInt8]
    var clientID: String
    var sub: String
    var redirectURI: String
    var scopes: [String]
    var nonce: String?
    var codeChallenge: String?
    /// `origin_jti` of the tokens it gives.
    var origin: String
    var passwordCount: UInt64
    var signOutCount: UInt64
    var authenticatedAt: Date
    var validUntil: Date
    var isUsed = false

    var key: Key { Self.key(poolID, digest) }
    var expiresAt: Date? { validUntil.addingTimeInterval(Self.memory) }
    static func key(_ poolID: String, _ digest: [UInt8]) -> Key {
        Key(table: .authorizationCodes).text(poolID).raw(digest)
    }
}
