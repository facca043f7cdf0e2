import Storage

/// What changes with every event of a group: apart from its record, which is read far more often.
struct GroupCounts: Record {
    static let table = TableID.logGroupCounts

    var incarnation: UInt64
    var storedBytes = 0
    /// Tells events of one moment apart, in the order in which they came.
    var nextSequence: UInt64 = 1
    var nextStream: UInt64 = 1

    init(incarnation: UInt64) { self.incarnation = incarnation }

    var key: Key { Self.key(incarnation) }
    static func key(_ incarnation: UInt64) -> Key { Key(table: .logGroupCounts).number(incarnation) }

    func encoded() -> [UInt8] {
        var writer = RecordWriter()
        writer.number(incarnation)
        writer.number(storedBytes)
        writer.number(nextSequence)
        writer.number(nextStream)
        return writer.bytes
    }

    init(decoding bytes: ArraySlice<UInt8>, version: UInt8) throws {
        var reader = RecordReader(bytes)
        incarnation = try reader.number()
        storedBytes = try reader.integer()
        nextSequence = try reader.number()
        nextStream = try reader.number()
    }
}
