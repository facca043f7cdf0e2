import FoundationEssentials
import Storage

/// A table's items, or what changed of them, on their way to a bucket.
struct TableExport: Record, Codable {
    static let table = TableID.dynamoExports

    enum State: String, Codable, Sendable {
        /// Its items are being put together, behind the table's back.
        case gathering
        case writing
        case completed
        case failed
    }

    struct File: Codable, Sendable {
        var key: String
        var itemCount: Int
        /// In Base64.
        var md5: String
        var entityTag: String
    }

    /// What changed between two times.
    struct Span: Codable, Sendable, Equatable {
        var from: Date
        var to: Date
        var viewType: String
    }

    var accountID: String
    var region: String
    /// `01764127800123-1f2e3d4c`
    var id: String
    var tableARN: String
    var tableID: String
    var time: Date
    var span: Span?
    var token: String
    var bucket: String
    var bucketOwner: String?
    var prefix: String?
    var encryption: String
    var isEncryptionAsked: Bool
    var keyID: String?
    /// As the request had them, which is not what they became.
    var askedTimes: [Date?]
    var startedAt: Date
    var endedAt: Date?
    var state: State
    /// Of the table; its log tells what the keys are.
    var sourceIncarnation: UInt64?
    /// Of the rows that are written out.
    var incarnation: UInt64
    /// The last row that is in a file.
    var cursor: [UInt8]?
    var files: [File] = []
    var bytes = 0
    var failureCode: String?
    var failureMessage: String?

    var key: Key { Self.listing(accountID, region).text(id) }
    static func listing(_ accountID: String, _ region: String) -> Key {
        Key(table: .dynamoExports).text(accountID).text(region)
    }
    /// Found by its token, and while it is under way.
    var indexKeys: [Key] {
        let byToken = Self.byToken(accountID, region, token)
        return state == .gathering || state == .writing ? [byToken, Self.underWay.text(arn)] : [byToken]
    }
    static let underWay = Key(table: .dynamoTransfersUnderWay).text("export")
    static func byToken(_ accountID: String, _ region: String, _ token: String) -> Key {
        Key(table: .dynamoTransfersByToken).text("export").text(accountID).text(region).text(token)
    }

    /// AWS lists those of the last ninety days.
    var expiresAt: Date? { endedAt?.addingTimeInterval(90 * 86_400) }

    var arn: String { tableARN + "/export/" + id }

    static func key(ofARN arn: String) -> Key? {
        guard let table = TableAddress(arn: arn), let range = arn.firstRange(of: "/export/") else { return nil }
        return listing(table.accountID, table.region).text(String(arn[range.upperBound...]))
    }

    /// Whether the same is asked for.
    func isSame(as other: TableExport) -> Bool {
        tableARN == other.tableARN && bucket == other.bucket && prefix == other.prefix
            && bucketOwner == other.bucketOwner && encryption == other.encryption && keyID == other.keyID
            && askedTimes == other.askedTimes && span?.viewType == other.span?.viewType
    }

    var itemCount: Int { files.reduce(0) { $0 + $1.itemCount } }
}
