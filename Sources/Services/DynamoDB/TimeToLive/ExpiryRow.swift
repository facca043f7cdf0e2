import DynamoDBModel
import FoundationEssentials
import Storage

/// Leads from a time to the items that go then: kept with the item, so that nothing has to look through a table.
struct ExpiryRow: Sendable {
    /// Older times are taken for mistakes, as AWS says: the item stays.
    private static let oldestSeconds: TimeInterval = 5 * 365 * 86_400

    let seconds: UInt64
    let incarnation: UInt64
    let itemKey: ItemKey

    var key: Key { Self.rows.number(seconds).number(incarnation).raw(itemKey.bytes) }
    static let rows = Key(table: .dynamoExpiry)

    /// Nil where the attribute is missing, is no number, or means no time.
    init?(_ item: AttributeMap?, at itemKey: ItemKey, of table: Table) {
        guard let setting = table.timeToLive, setting.isEnabled, case .number(let number)? = item?[setting.attribute],
            let seconds = Double(number.text), seconds > 0, seconds < 1e15
        else { return nil }
        self.seconds = UInt64(seconds)
        incarnation = table.incarnation
        self.itemKey = itemKey
    }

    init(row: [UInt8]) throws {
        var reader = KeyReader(row)
        seconds = try reader.number()
        incarnation = try reader.number()
        itemKey = ItemKey(bytes: Array(reader.rest()))
    }

    func isDue(at now: Date) -> Bool {
        let time = Date(timeIntervalSince1970: Double(seconds))
        return time <= now && time > now.addingTimeInterval(-Self.oldestSeconds)
    }

    /// The rows that may be due.
    static func due(at now: Date) -> (from: [UInt8], to: [UInt8]) {
        let last = UInt64(max(0, now.timeIntervalSince1970))
        let first = last > UInt64(oldestSeconds) ? last - UInt64(oldestSeconds) : 0
        return (rows.number(first).bytes, rows.number(last + 1).bytes)
    }
}

extension Transaction {
    func replaceExpiry(of old: AttributeMap?, by item: AttributeMap?, at key: ItemKey, of table: Table) throws {
        guard table.timeToLive?.isEnabled == true else { return }
        let before = ExpiryRow(old, at: key, of: table)
        let after = ExpiryRow(item, at: key, of: table)
        guard before?.seconds != after?.seconds else { return }
        if let before { try delete(before.key.bytes) }
        if let after { try put(after.key.bytes, table.key.bytes) }
    }
}
