import FoundationEssentials
import Storage

/// A table as it was: its settings in here, its items under a number of their own.
struct Backup: Record, Codable {
    static let table = TableID.dynamoBackups

    enum State: String, Codable, Sendable {
        case creating = "CREATING"
        case available = "AVAILABLE"
    }

    enum Kind: String, Codable, Sendable {
        case user = "USER"
        /// Of a table that was deleted while its changes were kept.
        case system = "SYSTEM"
    }

    private static let systemLifetime: TimeInterval = 35 * 86_400

    /// `arn:aws:dynamodb:REGION:ACCOUNT:table/NAME/backup/01764127800123-1f2e3d4c`
    var arn: String
    var name: String
    var source: Table
    var counts: ItemCounts
    /// Of the rows that hold the items.
    var incarnation: UInt64
    var createdAt: Date
    var state: State
    var kind: Kind

    var key: Key { Self.key(arn) }
    static func key(_ arn: String) -> Key { Key(table: .dynamoBackups).text(arn) }
    /// By region and time, as they are listed.
    var indexKeys: [Key] {
        [
            Self.listing(source.accountID, source.region)
                .number(UInt64(max(0, createdAt.timeIntervalSince1970 * 1000))).text(arn)
        ]
    }
    static func listing(_ accountID: String, _ region: String) -> Key {
        Key(table: .dynamoBackupsByTime).text(accountID).text(region)
    }

    /// A system backup's time is over after 35 days.
    var endsAt: Date? { kind == .system ? createdAt.addingTimeInterval(Self.systemLifetime) : nil }
}
