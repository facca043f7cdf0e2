import FoundationEssentials
import ServiceKit
import Storage

/// A log group. Each making of it has a number of its own, under which its streams and events stand: those of one that was
/// deleted are never seen by the next of its name.
struct StoredGroup: Record, Codable {
    static let table = TableID.logGroups

    var accountID: String
    var region: String
    var name: String
    var incarnation: UInt64
    /// In milliseconds, as all times here.
    var createdAt: Int
    var retentionDays: Int?
    var tags: [String: String]
    var isProtected: Bool

    var key: Key { Self.key(address) }
    static func key(_ address: LogGroupAddress) -> Key { listing(address.accountID, address.region).text(address.name) }
    static func listing(_ accountID: String, _ region: String) -> Key {
        Key(table: .logGroups).text(accountID).text(region)
    }

    var indexKeys: [Key] {
        retentionDays == nil ? [] : [Key(table: .logGroupsWithRetention).number(incarnation)]
    }

    var address: LogGroupAddress { LogGroupAddress(accountID: accountID, region: region, name: name) }

    /// What the rows of each kind begin with, for whoever hands them to the sweep.
    var children: [Key] {
        let tables: [TableID] = [
            .logGroupCounts, .logStreams, .logStreamsByNumber, .logStreamsByTime, .logEvents, .logEventsByStream,
            .logGoneStreams,
        ]
        return tables.map { Key(table: $0).number(incarnation) }
    }

    /// The time before which events are gone, whether or not the sweep came by.
    func horizon(_ now: Date, _ settings: LogsSettings) -> Int {
        guard let retentionDays else { return 0 }
        return max(0, now.addingTimeInterval(-Double(retentionDays) * settings.retentionDaySeconds).milliseconds)
    }
}

extension StoredGroup {
    private static let decoded = DecodedRecords<StoredGroup>(limit: 1024)

    init(decoding bytes: ArraySlice<UInt8>, version: UInt8) throws {
        self = try Self.decoded.value(of: bytes) { try JSONDecoder().decode(Self.self, from: Data($0)) }
    }
}

extension Date {
    var milliseconds: Int { Int((timeIntervalSince1970 * 1000).rounded(.down)) }
}
