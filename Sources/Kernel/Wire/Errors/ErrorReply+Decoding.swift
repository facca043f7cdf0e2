extension ErrorReply {
    /// The reply to a request that does not parse.
    package init(_ error: SerializationError, in awsProtocol: AWSProtocol) {
        switch awsProtocol {
        case .json10, .json11, .restJSON:
            self.init(
                error.code ?? "SerializationException", error.message, status: 400, members: error.members)
        case .query:
            self.init(error.code ?? "MalformedInput", error.message, status: 400, members: error.members)
        case .restXML:
            self.init(
                error.code ?? "MalformedXML", error.message ?? Self.malformedXML, status: 400,
                members: error.members)
        }
    }

    /// The reply to a request whose members break the model's limits or are not honoured here;
    /// nil when there is nothing to say against it.
    package init?(_ violations: Violations, in service: ServiceModel, countingFaults: Bool = false) {
        guard !violations.isEmpty else { return nil }
        switch (service.awsProtocol, violations.constraintMessage) {
        case (.restXML, .some):
            self.init(service.validationErrorCode, Self.malformedXML, status: 400)
        case (.restXML, .none):
            self.init("NotImplemented", violations.message, status: 501)
        default:
            let ofNames = service.name == "iam" ? violations.wrongNameMessage : nil
            let message = countingFaults ? violations.countedMessage : violations.message
            self.init(service.validationErrorCode, ofNames ?? message, status: 400)
        }
    }

    private static let malformedXML =
        "The XML you provided was not well-formed or did not validate against our published schema"
}
