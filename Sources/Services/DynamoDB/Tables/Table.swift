import FoundationEssentials
import ServiceKit
import Storage

/// A table of an account in a region. Each making of it has a number of its own, under which its items stand: rows of one
/// that was deleted are never seen by the next of its name.
struct Table: Record, Codable {
    static let table = TableID.dynamoTables

    enum State: String, Codable, Sendable {
        case creating = "CREATING"
        case updating = "UPDATING"
        case deleting = "DELETING"
        case active = "ACTIVE"
    }

    enum Billing: String, Codable, Sendable {
        case provisioned = "PROVISIONED"
        case payPerRequest = "PAY_PER_REQUEST"
    }

    var accountID: String
    var region: String
    var name: String
    var incarnation: UInt64
    /// A UUID.
    var id: String
    var keys: KeySchema
    /// Of the table and its indexes.
    var definitions: [KeyAttribute]
    var indexes: [SecondaryIndex]
    var nextIndexNumber: UInt64
    var billing: Billing
    var throughput: Throughput?
    var state: State
    var createdAt: Date
    var tags: [String: String]
    var isProtected: Bool
    var tableClass: String?
    var stream: StreamSettings?
    var timeToLive: TimeToLiveSettings?

    var key: Key { Self.key(accountID, region, name) }
    static func key(_ accountID: String, _ region: String, _ name: String) -> Key {
        listing(accountID, region).text(name)
    }
    static func listing(_ accountID: String, _ region: String) -> Key {
        Key(table: .dynamoTables).text(accountID).text(region)
    }

    var arn: String { "arn:aws:dynamodb:\(region):\(accountID):table/\(name)" }

    /// What the rows of all items begin with.
    var items: Key { Key(table: .dynamoItems).number(incarnation) }
    func items(of index: SecondaryIndex) -> Key {
        Key(table: .dynamoIndexItems).number(incarnation).number(index.number)
    }

    func index(_ name: String) -> SecondaryIndex? { indexes.first { $0.name == name } }
}

extension Table {
    private static let decoded = DecodedRecords<Table>(limit: 1024)

    init(decoding bytes: ArraySlice<UInt8>, version: UInt8) throws {
        self = try Self.decoded.value(of: bytes) { try JSONDecoder().decode(Self.self, from: Data($0)) }
    }
}

struct StreamSettings: Codable, Sendable {
    var viewType: String
    /// The time that names the stream: `2026-11-26T03:30:00.123`.
    var label: String
    var isEnabled: Bool
}

struct TimeToLiveSettings: Codable, Sendable {
    var attribute: String
    var isEnabled: Bool
}
