import FoundationEssentials
import Storage

/// That a service-linked role was deleted, for whoever asks how it went.
struct RoleDeletion: Record, Codable {
    static let table = TableID.iamRoleDeletions
    static let keptSeconds: TimeInterval = 30 * 24 * 3600

    var accountID: String
    /// `task/aws-service-role/SERVICE/ROLE/UUID`
    var taskID: String
    var deletedAt: Date

    var key: Key { Self.key(accountID, taskID) }
    var expiresAt: Date? { deletedAt + Self.keptSeconds }

    static func key(_ accountID: String, _ taskID: String) -> Key {
        Key(table: table).text(accountID).text(taskID)
    }
}
