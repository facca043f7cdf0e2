import Storage

/// A stream of a group. Its events stand under its number: a stream made anew under the same name starts empty.
struct StoredStream: Record {
    static let table = TableID.logStreams

    var incarnation: UInt64
    var number: UInt64
    var name: String
    var createdAt: Int
    /// Of the events that were put, those that are gone by now among them.
    var times: Times?

    struct Times: Sendable, Equatable {
        var first: Int
        var last: Int
        var ingestion: Int
    }

    init(incarnation: UInt64, number: UInt64, name: String, createdAt: Int) {
        self.incarnation = incarnation
        self.number = number
        self.name = name
        self.createdAt = createdAt
    }

    var key: Key { Self.listing(incarnation).text(name) }
    static func listing(_ incarnation: UInt64) -> Key { Key(table: .logStreams).number(incarnation) }

    /// Those of one moment by their names; those without events first.
    static func byTime(_ incarnation: UInt64) -> Key { Key(table: .logStreamsByTime).number(incarnation) }
    static func byNumber(_ incarnation: UInt64, _ number: UInt64) -> Key {
        Key(table: .logStreamsByNumber).number(incarnation).number(number)
    }

    var indexKeys: [Key] {
        [
            Self.byNumber(incarnation, number),
            Self.byTime(incarnation).number(UInt64(max(0, times?.last ?? 0))).text(name),
        ]
    }

    func encoded() -> [UInt8] {
        var writer = RecordWriter()
        writer.number(incarnation)
        writer.number(number)
        writer.text(name)
        writer.number(createdAt)
        writer.number(times == nil ? 0 : 1 as UInt64)
        if let times {
            writer.number(times.first)
            writer.number(times.last)
            writer.number(times.ingestion)
        }
        return writer.bytes
    }

    init(decoding bytes: ArraySlice<UInt8>, version: UInt8) throws {
        var reader = RecordReader(bytes)
        incarnation = try reader.number()
        number = try reader.number()
        name = try reader.text()
        createdAt = try reader.integer()
        if try reader.number() == 1 {
            times = Times(first: try reader.integer(), last: try reader.integer(), ingestion: try reader.integer())
        }
    }
}

/// A deleted stream, whose events are being removed.
struct GoneStream: Record {
    static let table = TableID.logGoneStreams

    var incarnation: UInt64
    var number: UInt64

    init(_ stream: StoredStream) {
        incarnation = stream.incarnation
        number = stream.number
    }

    static let rows = Key(table: .logGoneStreams)
    var key: Key { Self.rows.number(incarnation).number(number) }

    func encoded() -> [UInt8] {
        var writer = RecordWriter()
        writer.number(incarnation)
        writer.number(number)
        return writer.bytes
    }

    init(decoding bytes: ArraySlice<UInt8>, version: UInt8) throws {
        var reader = RecordReader(bytes)
        incarnation = try reader.number()
        number = try reader.number()
    }
}
