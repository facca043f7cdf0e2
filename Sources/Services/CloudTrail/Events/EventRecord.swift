import CivilTime
import FoundationEssentials
import ServiceKit
import Wire

/// One management event, in the shape of CloudTrail's records. Its document is made when it is written.
struct EventRecord: Sendable {
    let id: String
    /// Tells events of one moment apart, in their order.
    let sequence: UInt64
    let accountID: String
    let report: RequestReport

    private static let version = "1.11"

    init(_ report: RequestReport, id: String, sequence: UInt64, standardAccount: String) {
        self.id = id
        self.sequence = sequence
        self.report = report
        accountID =
            report.caller?.accountID ?? report.trail.accountID ?? report.resourceAccount ?? standardAccount
    }

    /// Where the event is looked up: those of a global service are in one region, and so are those signed for a
    /// region that AWS does not have, which nobody would look through.
    var region: String {
        report.service.name == "iam" || !AWSRegions.all.contains(report.region) ? "us-east-1" : report.region
    }
    var isSigned: Bool { report.accessKeyID != nil }
    /// IAM's own errors go by their shapes here: `NoSuchEntityException`, where the answer says `NoSuchEntity`.
    private func errorName(_ code: String) -> String {
        let ofShapes: Set = [
            "ConcurrentModification", "DeleteConflict", "EntityAlreadyExists", "EntityTemporarilyUnmodifiable",
            "InvalidAuthenticationCode", "InvalidInput", "InvalidUserType", "LimitExceeded", "MalformedPolicyDocument",
            "NoSuchEntity", "PasswordPolicyViolation", "PolicyNotAttachable", "ServiceFailure", "UnmodifiableEntity",
        ]
        return report.service.name == "iam" && ofShapes.contains(code) ? code + "Exception" : code
    }

    var source: String { report.service.endpointPrefix + ".amazonaws.com" }
    var isReadOnly: Bool { EventKind.isReadOnly(report.operation) }

    var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("eventVersion", .string(Self.version)),
            .init("userIdentity", UserIdentity(report.caller, accessKeyID: report.accessKeyID).json),
            .init("eventTime", .string(report.time.iso8601)), .init("eventSource", .string(source)),
            .init("eventName", .string(report.operation)), .init("awsRegion", .string(region)),
            .init("sourceIPAddress", .string(report.address)), .init("userAgent", .string(report.userAgent)),
        ]
        if let code = report.errorCode {
            members.append(.init("errorCode", .string(errorName(code))))
            members.append(.init("errorMessage", .string(report.errorMessage ?? "")))
        }
        members += [
            .init("requestParameters", report.parameters() ?? .null), .init("responseElements", .null),
            .init("requestID", .string(report.requestID)), .init("eventID", .string(id)),
            .init("readOnly", .bool(isReadOnly)),
        ]
        let resources = EventResource.all(of: report)
        if !resources.isEmpty {
            members.append(.init("resources", .array(resources.map { $0.json(accountID: accountID) })))
        }
        return .object(
            members + [
                .init("eventType", "AwsApiCall"), .init("managementEvent", true),
                .init("recipientAccountId", .string(accountID)), .init("eventCategory", "Management"),
            ])
    }
}
