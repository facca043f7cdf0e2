import FoundationEssentials
import ServiceKit

/// Brings lines of access logs to their log groups, behind the answers, as AWS's delivery of logs: the account's resource
/// policies must let `delivery.logs.amazonaws.com` in.
package final class AccessLogs: WritesAccessLogs {
    private struct Line: Sendable {
        let event: LogEvent
        let place: LogPlace
        let account: String
    }

    private static let principal = "delivery.logs.amazonaws.com"
    private let waiting: WriteBehind<Line>

    package init(logs: any KeepsLogs) {
        waiting = WriteBehind(limit: 8192) { lines, _ in await Self.write(lines, to: logs) }
    }

    package func write(
        _ line: String, to destinationARN: String, stream: String, account: String, at time: Date
    ) {
        guard let place = Self.place(destinationARN, stream) else { return }
        waiting.add(Line(event: LogEvent(time: time, message: line), place: place, account: account))
    }

    package func start() { waiting.start() }
    package func stop() { waiting.stop() }
    package func flush() async { await waiting.flush() }

    /// `arn:aws:logs:REGION:ACCOUNT:log-group:NAME`
    static func place(_ destinationARN: String, _ stream: String) -> LogPlace? {
        guard let arn = ARN(destinationARN), arn.service == "logs", arn.resource.hasPrefix("log-group:") else {
            return nil
        }
        let group = arn.resource.dropFirst("log-group:".count)
        guard !group.isEmpty else { return nil }
        return LogPlace(accountID: arn.account, region: arn.region, group: String(group), stream: stream)
    }

    private static func write(_ lines: [Line], to logs: any KeepsLogs) async {
        let byPlace = Dictionary(grouping: lines, by: \.place)
        for (place, lines) in byPlace {
            let events = lines.map(\.event).sorted { $0.time < $1.time }
            guard let last = events.last, let account = lines.first?.account else { continue }
            let writer = LogDelivery(
                principal: principal, sourceARN: "arn:aws:logs:\(place.region):\(account):*", sourceAccount: account,
                time: last.time)
            // Who is not let in has no log; the answers went out long ago.
            try? await logs.write(events, to: place, as: writer)
        }
    }
}
