import ServiceKit
import Storage

extension Transaction {
    /// Puts events, each with the row that finds it by its stream, and tells stream and group what they have now.
    func append(_ events: some Collection<NewEvent>, to stream: StoredStream, of group: StoredGroup, at now: Int) throws
    {
        guard let first = events.first else { return }
        var counts = try counts(of: group)
        var times = stream.times ?? StoredStream.Times(first: first.timestamp, last: first.timestamp, ingestion: now)
        times.ingestion = now
        for event in events {
            let stored = StoredLogEvent(
                position: EventPosition(timestamp: event.timestamp, sequence: counts.nextSequence),
                stream: stream.number, ingestionTime: now, message: event.message)
            counts.nextSequence += 1
            counts.storedBytes += stored.byteCount
            times.first = min(times.first, event.timestamp)
            times.last = max(times.last, event.timestamp)
            try put(stored.position.row(group.incarnation).bytes, stored.value)
            try put(stored.position.row(group.incarnation, stream: stream.number).bytes, [])
        }
        var changed = stream
        changed.times = times
        try replace(stream, with: changed)
        try replace(nil as GroupCounts?, with: counts)
    }

    /// Makes a stream that is not there.
    func makeStream(_ name: String, of group: StoredGroup, at now: Int) throws -> StoredStream {
        var counts = try counts(of: group)
        let stream = StoredStream(
            incarnation: group.incarnation, number: counts.nextStream, name: name, createdAt: now)
        counts.nextStream += 1
        try replace(nil as StoredStream?, with: stream)
        try replace(nil as GroupCounts?, with: counts)
        return stream
    }
}
