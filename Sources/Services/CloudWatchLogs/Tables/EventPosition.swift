import Storage

/// An event's place in its group: by its time, and of one moment in the order in which events came.
struct EventPosition: Sendable, Hashable, Comparable {
    var timestamp: Int
    var sequence: UInt64

    static let start = EventPosition(timestamp: 0, sequence: 0)

    static func < (one: EventPosition, other: EventPosition) -> Bool {
        (one.timestamp, one.sequence) < (other.timestamp, other.sequence)
    }

    /// The first place after this one.
    var next: EventPosition { EventPosition(timestamp: timestamp, sequence: sequence + 1) }

    init(timestamp: Int, sequence: UInt64 = 0) {
        self.timestamp = timestamp
        self.sequence = sequence
    }

    /// Of what ends a row's key.
    init(endOf key: [UInt8]) throws {
        var reader = KeyReader(key, skipping: key.count - 16)
        timestamp = Int(truncatingIfNeeded: try reader.number())
        sequence = try reader.number()
    }

    fileprivate func end(_ prefix: Key) -> Key { prefix.number(UInt64(max(0, timestamp))).number(sequence) }
}

extension EventPosition {
    /// The row that has the event: all of a group's stand in the order of their times, whatever their stream.
    func row(_ incarnation: UInt64) -> Key { end(Self.rows(incarnation)) }
    static func rows(_ incarnation: UInt64) -> Key { Key(table: .logEvents).number(incarnation) }

    /// The row that finds the event by its stream. It has no value.
    func row(_ incarnation: UInt64, stream: UInt64) -> Key { end(Self.rows(incarnation, stream: stream)) }
    static func rows(_ incarnation: UInt64, stream: UInt64) -> Key {
        Key(table: .logEventsByStream).number(incarnation).number(stream)
    }
}
