import FoundationEssentials
import ServiceKit
import Wire

/// Brings lines of access logs to their log groups, behind the answers. Those of HTTP APIs are AWS's delivery of logs': the
/// account's resource policies must let `delivery.logs.amazonaws.com` in. Those of REST APIs are written as the account's role
/// for that.
package final class AccessLogs: WritesAccessLogs {
    private struct Line: Sendable {
        let event: LogEvent
        let target: Target
    }

    private struct Target: Hashable, Sendable {
        let place: LogPlace
        let account: String
        let role: String?
    }

    private static let principal = "delivery.logs.amazonaws.com"
    private static let gatewayPrincipal = "apigateway.amazonaws.com"
    private let waiting: WriteBehind<Line>

    package init(logs: any KeepsLogs, roles: any AssumesRoles) {
        waiting = WriteBehind(limit: 8192) { lines, _ in await Self.write(lines, to: logs, roles) }
    }

    package func write(
        _ line: String, to destinationARN: String, stream: String, account: String, role: String?, at time: Date
    ) {
        guard let place = Self.place(destinationARN, stream) else { return }
        let target = Target(place: place, account: account, role: role)
        waiting.add(Line(event: LogEvent(time: time, message: line), target: target))
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

    /// Who is not let in has no log; the answers went out long ago.
    private static func write(_ lines: [Line], to logs: any KeepsLogs, _ roles: any AssumesRoles) async {
        for (target, lines) in Dictionary(grouping: lines, by: \.target) {
            let events = lines.map(\.event).sorted { $0.time < $1.time }
            guard let time = events.last?.time else { continue }
            if let role = target.role {
                guard let call = try? await call(as: role, for: target, at: time, roles) else { continue }
                try? await logs.write(events, to: target.place, call)
            } else {
                let writer = LogDelivery(
                    principal: principal, sourceARN: "arn:aws:logs:\(target.place.region):\(target.account):*",
                    sourceAccount: target.account, time: time)
                try? await logs.write(events, to: target.place, as: writer)
            }
        }
    }

    private static func call(
        as role: String, for target: Target, at time: Date, _ roles: any AssumesRoles
    ) async throws -> Call {
        let taken = try await roles.assumeRole(
            ServiceSession(
                roleARN: role, principal: gatewayPrincipal, sessionName: "BackplaneAssumeRoleSession",
                durationSeconds: 900, sourceAccount: target.account, time: time))
        return Call(
            requestID: "", time: time, caller: .role(taken.session), region: target.place.region,
            client: Call.Client(
                address: gatewayPrincipal, isSecure: true, host: "", userAgent: gatewayPrincipal),
            headers: HeaderFields(), body: EmptyBody(), trail: .none)
    }
}
