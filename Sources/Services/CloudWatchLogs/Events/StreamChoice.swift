import Storage

/// Whose events of a group are looked for.
enum StreamChoice: Sendable {
    /// Every stream whose name begins so: the group's events are read in order, whatever their stream.
    case beginning(with: String)
    /// So few streams that each is read by itself.
    case some([StoredStream])

    static let all = StreamChoice.beginning(with: "")
    static let mostRead = 100
}

/// Some of a group's events in the order of their times, with their streams' names.
struct EventChunk: Sendable {
    var events: [(event: StoredLogEvent, stream: String)]
    /// How many rows were read for them.
    var rowsRead: Int
    /// Where to go on, nil at the end.
    var next: EventPosition?
    /// Names by number, for the chunks to come; nil of streams that are gone.
    var names: [UInt64: String?]
}

extension Snapshot {
    private static var mostRows: Int { 1000 }
    private static var mostBytes: Int { 2 << 20 }
    private static var leastRowsOfStream: Int { 20 }

    func chunk(
        of group: StoredGroup, _ choice: StreamChoice, _ range: EventRange, names: [UInt64: String?]
    ) throws -> EventChunk {
        guard !range.isEmpty else { return EventChunk(events: [], rowsRead: 0, next: nil, names: names) }
        switch choice {
        case .beginning(let prefix): return try chunk(of: group, beginning: prefix, range, names)
        case .some(let streams): return try merged(streams, range, names)
        }
    }

    private func chunk(
        of group: StoredGroup, beginning prefix: String, _ range: EventRange, _ known: [UInt64: String?]
    ) throws -> EventChunk {
        let page = try scan(
            ScanRange(
                from: range.from.row(group.incarnation).bytes, to: range.to.row(group.incarnation).bytes,
                maxEntries: Self.mostRows, maxBytes: Self.mostBytes))
        var chunk = EventChunk(events: [], rowsRead: page.entries.count, next: nil, names: known)
        for entry in page.entries {
            let event = try StoredLogEvent(key: entry.key, value: entry.value)
            guard let name = try name(of: event.stream, group, &chunk.names), name.utf8.starts(with: prefix.utf8)
            else { continue }
            chunk.events.append((event, name))
        }
        if page.more { chunk.next = try page.entries.last.map { try EventPosition(endOf: $0.key).next } }
        return chunk
    }

    private func name(
        of number: UInt64, _ group: StoredGroup, _ names: inout [UInt64: String?]
    ) throws -> String? {
        if let known = names[number] { return known }
        let stream: StoredStream? = try find(index: StoredStream.byNumber(group.incarnation, number))
        names[number] = .some(stream?.name)
        return stream?.name
    }

    /// Reads a stretch of each stream, as far as all of them are known.
    private func merged(
        _ streams: [StoredStream], _ range: EventRange, _ names: [UInt64: String?]
    ) throws -> EventChunk {
        var found: [(position: EventPosition, stream: StoredStream)] = []
        var end = range.to
        for stream in streams {
            let page = try scan(
                ScanRange(
                    from: range.from.row(stream.incarnation, stream: stream.number).bytes,
                    to: range.to.row(stream.incarnation, stream: stream.number).bytes,
                    maxEntries: max(Self.leastRowsOfStream, Self.mostRows / streams.count), keysOnly: true))
            let positions = try page.entries.map { try EventPosition(endOf: $0.key) }
            found += positions.map { ($0, stream) }
            if page.more, let last = positions.last { end = min(end, last.next) }
        }
        found = found.filter { $0.position < end }.sorted { $0.position < $1.position }
        var chunk = EventChunk(events: [], rowsRead: found.count, next: end < range.to ? end : nil, names: names)
        var bytes = 0
        for (position, stream) in found {
            let row = position.row(stream.incarnation).bytes
            guard let value = try get(row) else { throw StorageError.corrupt("a log event is missing") }
            let event = try StoredLogEvent(key: row, value: value)
            bytes += event.byteCount
            if bytes > Self.mostBytes, !chunk.events.isEmpty {
                chunk.next = position
                break
            }
            chunk.events.append((event, stream.name))
        }
        return chunk
    }
}
