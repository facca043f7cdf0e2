import CloudWatchLogsModel
import ServiceKit
import Storage

extension CloudWatchLogs {
    /// Rows that are read for one answer, whether or not they match: the answer then has fewer events, and a token.
    private static let mostRowsRead = 20_000
    /// Bytes that are compared for one, each counting as often as the pattern makes it cost.
    private static let mostBytesRead = 8 << 20

    /// A group's events that match, in the order of their times over all of its streams, as if `interleaved` were set:
    /// AWS no longer looks at it, and no longer tells which streams were searched.
    func filterLogEvents(_ input: FilterLogEventsRequest, _ call: Call) async throws -> FilterLogEventsResponse {
        guard input.logStreamNames == nil || input.logStreamNamePrefix == nil else {
            throw ServiceError.invalidParameter(
                "Specify either logStreamNames or logStreamNamePrefix, but not both.")
        }
        let address = try address(input.logGroupName, input.logGroupIdentifier, call)
        let pattern = try FilterPattern(input.filterPattern ?? "")
        let group = try await store.read { snapshot in try snapshot.require(address) }
        let choice = try await choice(input, of: group)
        // Its end is read too, unlike GetLogEvents'.
        var range = EventRange(
            from: input.startTime, to: input.endTime.map { $0 < .max ? $0 + 1 : $0 },
            horizon: group.horizon(clock.now, settings))
        let scope = "FilterLogEvents \(group.incarnation)"
        if let token = input.nextToken { range.from = max(range.from, try position(of: token, scope)) }
        var answer = FilteredPage(limit: input.limit ?? Self.mostEventsOfPage, maxBytes: Self.mostBytesOfPage)
        let next = try await fill(&answer, from: group, choice, range, pattern)
        return FilterLogEventsResponse(
            events: answer.events, searchedLogStreams: [],
            nextToken: try next.map { try paging.token(for: $0.row(group.incarnation).bytes, scope: scope) })
    }

    private func choice(_ input: FilterLogEventsRequest, of group: StoredGroup) async throws -> StreamChoice {
        let names = input.logStreamNames
        let prefix = input.logStreamNamePrefix
        return try await store.read { snapshot in
            if let names {
                let unique = Array(Set(names)).sorted()
                return .some(try unique.map { try snapshot.require($0, of: group) })
            }
            guard let prefix else { return .all }
            let page = try snapshot.list(
                StoredStream.self, prefix: StoredStream.listing(group.incarnation).raw(prefix.utf8),
                limit: StreamChoice.mostRead)
            return page.next == nil ? .some(page.records) : .beginning(with: prefix)
        }
    }

    private func position(of token: String, _ scope: String) throws -> EventPosition {
        guard let key = paging.key(of: token, scope: scope), key.count >= 16 else { throw ServiceError.invalidToken }
        return try EventPosition(endOf: key)
    }

    /// Compares beside the connection's event loop, on which others wait meanwhile.
    /// - Returns: nil where everything matches.
    private static func matches(_ chunk: EventChunk, _ pattern: FilterPattern) async -> [Bool]? {
        guard !pattern.takesEverything else { return nil }
        return await Task.detached { chunk.events.map { pattern.matches($0.event.message) } }.value
    }

    /// - Returns: where the next page begins, if there is one.
    private func fill(
        _ answer: inout FilteredPage, from group: StoredGroup, _ choice: StreamChoice, _ range: EventRange,
        _ pattern: FilterPattern
    ) async throws -> EventPosition? {
        var range = range
        var names: [UInt64: String?] = [:]
        var rowsRead = 0
        var bytesRead = 0
        while rowsRead < Self.mostRowsRead, bytesRead < Self.mostBytesRead {
            let (from, known) = (range, names)
            let chunk = try await store.read { snapshot in
                // Of one that was deleted meanwhile the sweep may have left half.
                guard try snapshot.group(group.address)?.incarnation == group.incarnation else {
                    throw ServiceError.groupNotFound
                }
                return try snapshot.chunk(of: group, choice, from, names: known)
            }
            let matches = await Self.matches(chunk, pattern)
            for (index, (event, stream)) in chunk.events.enumerated() {
                bytesRead += event.byteCount * pattern.weight
                guard matches?[index] ?? true else { continue }
                guard answer.add(event, stream, group.incarnation) else { return event.position }
            }
            guard let next = chunk.next else { return nil }
            rowsRead += max(1, chunk.rowsRead)
            names = chunk.names
            range.from = next
        }
        return range.from
    }
}

/// An answer that is being filled: so many events, and so many bytes, but for a first that is larger.
private struct FilteredPage {
    let limit: Int
    let maxBytes: Int
    private(set) var events: [FilteredLogEvent] = []
    private var bytes = 0

    init(limit: Int, maxBytes: Int) {
        self.limit = limit
        self.maxBytes = maxBytes
    }

    /// - Returns: whether there was room for it.
    mutating func add(_ event: StoredLogEvent, _ stream: String, _ incarnation: UInt64) -> Bool {
        guard events.count < limit, events.isEmpty || bytes + event.byteCount <= maxBytes else { return false }
        bytes += event.byteCount
        events.append(
            FilteredLogEvent(
                logStreamName: stream, timestamp: event.position.timestamp, message: event.message,
                ingestionTime: event.ingestionTime, eventId: EventID(event.position, incarnation).text))
        return true
    }
}
