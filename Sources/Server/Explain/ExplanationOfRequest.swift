import CivilTime
import ServiceKit
import Wire

/// A denied request with all that led to it, as JSON.
struct ExplanationOfRequest {
    private let report: RequestReport
    private let withPolicies: Bool

    init(_ report: RequestReport, withPolicies: Bool = true) {
        self.report = report
        self.withPolicies = withPolicies
    }

    var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("requestId", .string(report.requestID)), .init("time", .string(report.time.iso8601Milliseconds)),
            .init("service", .string(report.service.name)), .init("operation", .string(report.operation)),
            .init("region", .string(report.region)), .init("client", .string(report.address)),
            .init("host", .string(report.host)), .init("status", .number(String(report.status))),
        ]
        if let code = report.errorCode { members.append(.init("error", .string(code))) }
        if let message = report.errorMessage { members.append(.init("message", .string(message))) }
        if let caller = report.caller { members.append(.init("caller", describe(caller))) }
        let steps = report.trail.steps
        if !steps.isEmpty {
            members.append(
                .init(
                    "chain",
                    .array(
                        steps.map {
                            ["link": .string($0.stage), "passed": .bool($0.isPassed), "detail": shown($0.detail)]
                        }
                    )))
        }
        members.append(.init("denials", .array(report.trail.denials.map(shown))))
        return .object(members)
    }

    private func describe(_ caller: Caller) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("arn", .string(caller.arn)), .init("userId", .string(caller.userID)),
        ]
        if let id = report.accessKeyID { members.append(.init("accessKeyId", .string(id))) }
        return .object(members)
    }

    private func shown(_ document: JSONValue) -> JSONValue {
        guard !withPolicies, let members = document.members else { return document }
        return .object(members.filter { $0.key != "policies" } + [.init("policiesLeftOut", true)])
    }
}
