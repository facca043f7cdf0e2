import CloudWatchLogsModel
import FoundationEssentials
import ServiceKit

/// The events of one PutLogEvents, by the limits of AWS.
struct EventBatch: Sendable {
    static let mostBytes = 1_048_576
    static let mostEvents = 10_000
    private static let longestSpan = 24 * 3_600_000
    private static let newest = 2 * 3_600_000
    private static let oldest = 14 * 86_400_000

    let events: [NewEvent]

    init(_ events: [InputLogEvent]) throws {
        let size = events.reduce(0) { $0 + $1.message.utf8.count + StoredLogEvent.overhead }
        guard size <= Self.mostBytes else {
            throw ServiceError.invalidParameter("Upload too large: \(size) bytes exceeds limit of \(Self.mostBytes)")
        }
        let isOrdered = zip(events, events.dropFirst()).allSatisfy { $0.timestamp <= $1.timestamp }
        guard isOrdered else {
            throw ServiceError.invalidParameter(
                "Log events in a single PutLogEvents request must be in chronological order.")
        }
        if let first = events.first, let last = events.last, last.timestamp - first.timestamp > Self.longestSpan {
            throw ServiceError.invalidParameter(
                "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.")
        }
        self.events = events.map { NewEvent(timestamp: $0.timestamp, message: $0.message) }
    }

    /// The events that are neither too old nor too new, and what is told of the others.
    func accepted(at now: Date, horizon: Int) -> (events: ArraySlice<NewEvent>, rejected: RejectedLogEventsInfo?) {
        let now = now.milliseconds
        let expired = events.firstIndex { $0.timestamp >= horizon } ?? events.count
        let tooOld = events.firstIndex { $0.timestamp >= now - Self.oldest } ?? events.count
        let end = events.firstIndex { $0.timestamp > now + Self.newest } ?? events.count
        let start = max(expired, tooOld)
        guard start > 0 || end < events.count else { return (events[...], nil) }
        let rejected = RejectedLogEventsInfo(
            tooNewLogEventStartIndex: end < events.count ? end : nil,
            tooOldLogEventEndIndex: tooOld > 0 ? tooOld : nil, expiredLogEventEndIndex: expired > 0 ? expired : nil)
        return (events[min(start, end)..<end], rejected)
    }
}
