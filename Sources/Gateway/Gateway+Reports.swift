import FoundationEssentials
import ServiceKit
import Wire

/// What the audit and the explanations hear of a request.
extension Gateway {
    static let denialHeader = "x-hanok-authorization-message"

    func addDenialMessage(_ answer: inout HTTPAnswer, _ record: AccessRecord) {
        guard record.hasDenial, let message = denialMessage(record.ids.id) else { return }
        answer.headers.add(Self.denialHeader, message)
    }

    func tell(of request: HTTPRequest, _ record: AccessRecord, _ model: ServiceModel, _ answer: HTTPAnswer) {
        guard !record.operation.isEmpty else { return }
        if let id = record.accessKeyID {
            keyUses?.noteUse(
                accessKeyID: id, by: record.caller, service: model.signingName, region: record.region,
                at: record.started)
        }
        // Uses of data that went well are many, and the access log has them.
        let kind = EventKind(record.operation, of: model)
        guard kind == .management || record.hasDenial else { return }
        let parameters =
            kind == .management
            ? record.input.map { RequestParameters($0, model, isSigned: record.accessKeyID != nil) } : nil
        let report = RequestReport(
            requestID: record.ids.id, time: record.started, service: model, operation: record.operation,
            caller: record.caller, accessKeyID: record.accessKeyID, region: record.region, address: request.address,
            userAgent: request.headers.first("user-agent") ?? "", host: request.host, isSecure: request.isSecure,
            status: answer.status, errorCode: record.errorCode, errorMessage: record.errorMessage,
            resources: record.resources, resourceAccount: record.resourceAccount, isDenied: record.isDenied,
            parameters: { parameters?.json }, trail: record.trail)
        for listener in listeners { listener.hear(report) }
    }
}

extension AccessRecord {
    /// Whether something was denied, of the whole or of a part, or a link of the chain before did not hold.
    var hasDenial: Bool {
        isDenied || !trail.denials.isEmpty || errorCode != nil && trail.steps.contains { !$0.isPassed }
    }
}
