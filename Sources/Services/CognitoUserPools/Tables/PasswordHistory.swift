import Storage

/// The hashes of a user's former passwords, the latest first; kept where the pool's policy asks for it.
struct PasswordHistory: Record, Codable {
    static let table = TableID.passwordHistories

    var poolID: String
    var sub: String
    var hashes: [String]

    var key: Key { Self.key(poolID, sub) }
    static func key(_ poolID: String, _ sub: String) -> Key {
        Key(table: .passwordHistories).text(poolID).text(sub)
    }
}
