import Storage

/// What of a group or a stream is read: from one place up to another, which is no longer read.
struct EventRange: Sendable {
    /// Later than any event, and still a time of a token.
    static let end = EventPosition(timestamp: 1 << 47)

    var from: EventPosition
    var to: EventPosition

    /// - Parameters:
    ///   - start: the first time that is read.
    ///   - end: the first that no longer is.
    init(from start: Int?, to end: Int?, horizon: Int) {
        from = EventPosition(timestamp: min(max(start ?? 0, horizon), Self.end.timestamp))
        to = end.map { EventPosition(timestamp: min($0, Self.end.timestamp)) } ?? Self.end
    }

    var isEmpty: Bool { to <= from }
}

extension Snapshot {
    /// A stream's events in the order of their times: so many at most, and so many bytes, but for a first that is larger.
    func events(
        of stream: StoredStream, _ range: EventRange, _ direction: ScanRange.Direction, limit: Int, maxBytes: Int
    ) throws -> [StoredLogEvent] {
        guard !range.isEmpty else { return [] }
        let page = try scan(
            ScanRange(
                from: range.from.row(stream.incarnation, stream: stream.number).bytes,
                to: range.to.row(stream.incarnation, stream: stream.number).bytes, direction: direction,
                maxEntries: limit, keysOnly: true))
        var events: [StoredLogEvent] = []
        var bytes = 0
        for entry in page.entries {
            let row = try EventPosition(endOf: entry.key).row(stream.incarnation).bytes
            guard let value = try get(row) else { throw StorageError.corrupt("a log event is missing") }
            let event = try StoredLogEvent(key: row, value: value)
            bytes += event.byteCount
            if bytes > maxBytes, !events.isEmpty { break }
            events.append(event)
        }
        return direction == .forward ? events : events.reversed()
    }

    /// The time of a stream's first event that is still there.
    func firstTime(of stream: StoredStream, horizon: Int) throws -> Int? {
        let range = EventRange(from: nil, to: nil, horizon: horizon)
        let page = try scan(
            ScanRange(
                from: range.from.row(stream.incarnation, stream: stream.number).bytes,
                to: range.to.row(stream.incarnation, stream: stream.number).bytes, maxEntries: 1, keysOnly: true))
        return try page.entries.first.map { try EventPosition(endOf: $0.key).timestamp }
    }
}
