import CloudWatchLogsModel
import ServiceKit
import Storage

extension CloudWatchLogs {
    static let mostEventsOfPage = 10_000
    static let mostBytesOfPage = 1 << 20

    /// A stream's events: the latest, or from its head on. Both tokens are always there; the one that led to an end is
    /// given back, and leads on when there is more.
    func getLogEvents(_ input: GetLogEventsRequest, _ call: Call) async throws -> GetLogEventsResponse {
        let address = try address(input.logGroupName, input.logGroupIdentifier, call)
        let limit = input.limit ?? Self.mostEventsOfPage
        let now = clock.now
        let settings = settings
        return try await store.read { snapshot in
            let group = try snapshot.require(address)
            let stream = try snapshot.require(input.logStreamName, of: group)
            let token = try input.nextToken.map { try EventToken($0, group.incarnation) }
            var range = EventRange(from: input.startTime, to: input.endTime, horizon: group.horizon(now, settings))
            let direction = token?.direction ?? (input.startFromHead == true ? .forward : .backward)
            switch token?.direction {
            case .forward: range.from = max(range.from, token?.position ?? range.from)
            case .backward: range.to = min(range.to, token?.position ?? range.to)
            case nil: break
            }
            let events = try snapshot.events(
                of: stream, range, direction == .forward ? .forward : .backward, limit: limit,
                maxBytes: Self.mostBytesOfPage)
            let end = token?.position ?? range.from
            return GetLogEventsResponse(
                events: events.map(\.output),
                nextForwardToken: EventToken(.forward, events.last?.position.next ?? end).text(group.incarnation),
                nextBackwardToken: EventToken(.backward, events.first?.position ?? end).text(group.incarnation))
        }
    }
}

extension StoredLogEvent {
    fileprivate var output: OutputLogEvent {
        OutputLogEvent(timestamp: position.timestamp, message: message, ingestionTime: ingestionTime)
    }
}
