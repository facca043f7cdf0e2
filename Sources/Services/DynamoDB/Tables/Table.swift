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
    var recovery: RecoverySettings?
    var policy: PolicySettings?
    /// Of streams, by the stream's ARN.
    var streamPolicies: [String: PolicySettings]?
    var demandLimits: DemandLimits?
    var warmUnits: WarmUnits?
    var origin: RestoreOrigin?
    var onDemandSince: Date?

    var key: Key { Self.key(accountID, region, name) }
    static func key(_ accountID: String, _ region: String, _ name: String) -> Key {
        listing(accountID, region).text(name)
    }
    static func listing(_ accountID: String, _ region: String) -> Key {
        Key(table: .dynamoTables).text(accountID).text(region)
    }

    var address: TableAddress { TableAddress(name, accountID: accountID, region: region) }
    var arn: String { address.arn }

    /// What the rows of all items begin with.
    var items: Key { Self.items(of: incarnation) }
    static func items(of incarnation: UInt64) -> Key { Key(table: .dynamoItems).number(incarnation) }
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

/// Of on-demand tables: AWS throttles above them. Told back, and never reached here.
struct DemandLimits: Codable, Sendable, Equatable {
    var readUnits: Int?
    var writeUnits: Int?
}

/// What a table could take at once.
struct WarmUnits: Codable, Sendable, Equatable {
    var readUnits: Int
    var writeUnits: Int

    /// Of a new on-demand table.
    static let standard = WarmUnits(readUnits: 12_000, writeUnits: 4_000)
}

/// Where a restored table's items came from.
struct RestoreOrigin: Codable, Sendable {
    var backupARN: String?
    var tableARN: String?
    var time: Date
    var isInProgress: Bool
}

/// A resource's own policy, with the number that tells it from the one before.
struct PolicySettings: Codable, Sendable {
    var policy: StoredPolicy
    var revision: String
}

/// Recovery to any second of the last days.
struct RecoverySettings: Codable, Sendable {
    var since: Date
    var days: Int

    var seconds: TimeInterval { Double(days) * 86_400 }
    func earliest(at now: Date) -> Date { max(since, now.addingTimeInterval(-seconds)) }
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
    /// Items that were there before are being looked through.
    var isBeginning = false
}
