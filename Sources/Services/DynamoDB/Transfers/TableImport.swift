import FoundationEssentials
import Storage

/// A new table that is being filled from objects of a bucket.
struct TableImport: Record, Codable {
    static let table = TableID.dynamoImports

    enum State: String, Codable, Sendable {
        case inProgress = "IN_PROGRESS"
        case completed = "COMPLETED"
        case failed = "FAILED"
    }

    struct Format: Codable, Sendable, Equatable {
        enum Kind: String, Codable, Sendable {
            case json = "DYNAMODB_JSON"
            case csv = "CSV"
        }

        var kind: Kind
        var isPacked: Bool
        var delimiter: String?
        var header: [String]?
    }

    /// What was done up to the end of an object: after a crash the rest is done again, which changes nothing twice.
    struct Progress: Codable, Sendable, Equatable {
        /// The number of the next object.
        var object: UInt64 = 0
        var bytes = 0
        var processed = 0
        var imported = 0
        var errors = 0
    }

    var accountID: String
    var region: String
    var id: String
    var target: TableAddress
    var targetID: String
    var incarnation: UInt64
    var token: String
    var bucket: String
    var bucketOwner: String?
    var prefix: String?
    var format: Format
    var objectCount: UInt64
    var startedAt: Date
    var endedAt: Date?
    var state: State
    var progress = Progress()
    var failureCode: String?
    var failureMessage: String?
    /// The table as the request asks for it, to be told back.
    var creation: Table

    var key: Key { Self.listing(accountID, region).text(id) }
    static func listing(_ accountID: String, _ region: String) -> Key {
        Key(table: .dynamoImports).text(accountID).text(region)
    }
    var indexKeys: [Key] {
        let byToken = Self.byToken(accountID, region, token)
        return state == .inProgress ? [byToken, Self.underWay.text(arn)] : [byToken]
    }
    static let underWay = Key(table: .dynamoTransfersUnderWay).text("import")
    static func byToken(_ accountID: String, _ region: String, _ token: String) -> Key {
        Key(table: .dynamoTransfersByToken).text("import").text(accountID).text(region).text(token)
    }

    /// AWS lists those of the last ninety days.
    var expiresAt: Date? { endedAt?.addingTimeInterval(90 * 86_400) }

    var arn: String { target.arn + "/import/" + id }

    static func key(ofARN arn: String) -> Key? {
        guard let table = TableAddress(arn: arn), let range = arn.firstRange(of: "/import/") else { return nil }
        return listing(table.accountID, table.region).text(String(arn[range.upperBound...]))
    }

    /// The keys of the objects, by number: what comes under the prefix later is not read.
    var objectRows: Key { Key(table: .dynamoImportObjects).text(id) }

    func isSame(as other: TableImport) -> Bool {
        target == other.target && bucket == other.bucket && prefix == other.prefix
            && bucketOwner == other.bucketOwner && format == other.format
    }
}
