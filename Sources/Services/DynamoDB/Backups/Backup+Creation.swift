import FoundationEssentials

extension Backup {
    /// One that somebody asked for: its items are still to be copied.
    init(_ name: String, of table: Table, _ counts: ItemCounts, incarnation: UInt64, at time: Date) {
        arn = Self.arn(of: table, incarnation, time)
        self.name = name
        source = table
        self.counts = counts
        self.incarnation = incarnation
        createdAt = time
        state = .creating
        kind = .user
    }

    /// The one that stays of a table with recovery to a point in time: the table's items are its own.
    init(ofDeleted table: Table, _ counts: ItemCounts, at time: Date) {
        arn = Self.arn(of: table, table.incarnation, time)
        name = table.name + "$DeletedTableBackup"
        source = table
        self.counts = counts
        incarnation = table.incarnation
        createdAt = time
        state = .available
        kind = .system
    }

    private static func arn(of table: Table, _ incarnation: UInt64, _ time: Date) -> String {
        table.arn + "/backup/" + label(incarnation, time)
    }

    /// `01764127800123-1f2e3d4c`: a time, and what tells it from others of that time.
    static func label(_ incarnation: UInt64, _ time: Date) -> String {
        let milliseconds = String(UInt64(max(0, time.timeIntervalSince1970 * 1000)))
        let mark = String(UInt32(truncatingIfNeeded: incarnation &* 0x9E37_79B9), radix: 16)
        return String(repeating: "0", count: max(0, 14 - milliseconds.count)) + milliseconds + "-"
            + String(repeating: "0", count: 8 - mark.count) + mark
    }
}
