import FoundationEssentials
import Storage

/// A stream of a table's changes, from when it was turned on until a day after it was turned off or its table deleted.
/// All of it is one shard, which ends with the stream.
struct TableStream: Record, Codable {
    static let table = TableID.dynamoStreams

    var accountID: String
    var region: String
    var tableName: String
    /// The time that names the stream: `2026-11-26T03:30:00.123`.
    var label: String
    /// Of the table whose changes it tells.
    var incarnation: UInt64
    var viewType: String
    var schema: KeySchema
    var createdAt: Date
    /// Positions in the table's log of changes.
    var first: UInt64
    /// The last one of a stream that was turned off: below the first where nothing was changed.
    var last: UInt64?
    var endedAt: Date?

    var key: Key { Self.listing(accountID, region).text(tableName).text(label) }
    static func listing(_ accountID: String, _ region: String) -> Key {
        Key(table: .dynamoStreams).text(accountID).text(region)
    }

    var expiresAt: Date? { endedAt?.addingTimeInterval(ChangeLog.streamLifetime) }

    var arn: String {
        TableAddress(tableName, accountID: accountID, region: region).arn + "/stream/" + label
    }

    /// `shardId-00000001764127800123-1f2e3d4c`: its time, and what tells it from others of that time.
    var shardID: String {
        let time = String(UInt64(max(0, createdAt.timeIntervalSince1970 * 1000)))
        let mark = String(UInt32(truncatingIfNeeded: incarnation &* 0x9E37_79B9), radix: 16)
        return "shardId-" + String(repeating: "0", count: max(0, 20 - time.count)) + time + "-"
            + String(repeating: "0", count: 8 - mark.count) + mark
    }
}

/// A change's number as streams tell it: digits that compare as the positions do, at least 21 of them.
enum SequenceNumber {
    private static let leading = "1"
    private static let digits = 20

    static func text(_ position: UInt64) -> String {
        let number = String(position)
        return leading + String(repeating: "0", count: digits - number.count) + number
    }

    /// Numbers come from clients too, the largest there is among them.
    static func following(_ position: UInt64) -> UInt64 { position == .max ? position : position + 1 }

    static func position(_ text: String) -> UInt64? {
        guard text.utf8.count == digits + 1, text.hasPrefix(leading) else { return nil }
        return UInt64(text.dropFirst())
    }
}

extension Transaction {
    /// Turns a table's stream on, as a new one.
    func beginStream(of table: inout Table, viewType: String, at time: Date) throws {
        let label = try newLabel(for: table, at: time)
        table.stream = StreamSettings(viewType: viewType, label: label, isEnabled: true)
        try beginLog(of: table)
        try save(
            TableStream(
                accountID: table.accountID, region: table.region, tableName: table.name, label: label,
                incarnation: table.incarnation, viewType: viewType, schema: table.keys, createdAt: time,
                first: try nextChange(table.incarnation)))
    }

    /// Streams of one name differ by their time, which is made a little later where two would be the same.
    private func newLabel(for table: Table, at time: Date) throws -> String {
        var time = time
        while try exists(
            TableStream.listing(table.accountID, table.region).text(table.name).text(time.streamLabel))
        {
            time.addTimeInterval(0.001)
        }
        return time.streamLabel
    }

    /// What was told until now may be read for another day.
    func endStream(of table: inout Table, at time: Date) throws {
        guard let settings = table.stream, settings.isEnabled else { return }
        table.stream?.isEnabled = false
        let key = TableStream.listing(table.accountID, table.region).text(table.name).text(settings.label)
        guard var stream: TableStream = try find(key) else { return }
        stream.last = try nextChange(table.incarnation) - 1
        stream.endedAt = time
        try save(stream)
    }
}
