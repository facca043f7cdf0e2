import FoundationEssentials
import Storage

/// The credential report an account asked for last.
struct CredentialReport: Record, Codable {
    static let table = TableID.iamCredentialReports
    /// A report younger than this is answered again instead of a new one, and an older one is not answered.
    static let validSeconds: TimeInterval = 4 * 3600

    var accountID: String
    var content: String
    var generatedAt: Date

    var key: Key { Self.key(accountID) }

    static func key(_ accountID: String) -> Key { Key(table: table).text(accountID) }

    func isValid(at time: Date) -> Bool { time.timeIntervalSince(generatedAt) < Self.validSeconds }
}
