import APIGatewayModel
import ServiceKit
import Wire

extension Integration {
    static let longestTimeout = 29_000

    /// What AWS asks of an integration of a REST API, and what is not done here.
    func check() throws {
        guard connectionType ?? .internet == .internet else { throw ServiceError.unsupported("A VPC link") }
        guard responseTransferMode ?? .buffered == .buffered else {
            throw ServiceError.unsupported("A streamed response")
        }
        // Functions get bytes in base 64 anyway, and other bodies are passed as they are.
        guard contentHandling != .convertToBinary || type == .awsProxy else {
            throw ServiceError.unsupported("Converting content to binary")
        }
        try RESTRules.checkTemplates(requestTemplates)
        if let behavior = passthroughBehavior,
            !["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"].contains(behavior)
        {
            throw ServiceError.badRequest(
                "Invalid pass-through behavior specified. Valid values are WHEN_NO_MATCH, WHEN_NO_TEMPLATES, NEVER")
        }
        if let timeoutInMillis, !(50...Self.longestTimeout).contains(timeoutInMillis) {
            throw ServiceError.badRequest("Timeout should be between 50 ms and 29000 ms")
        }
        switch type {
        case .mock?: break
        case .awsProxy?: try checkFunction()
        case .http?, .httpProxy?:
            guard httpMethod?.isEmpty == false else {
                throw ServiceError.badRequest("Enumeration value for HttpMethod must be non-empty")
            }
            try RESTRules.checkMethod(httpMethod ?? "")
            guard HTTPTarget.isURL(uri ?? "") else {
                throw ServiceError.badRequest("Invalid HTTP endpoint specified for URI")
            }
        case .aws?: throw ServiceError.unsupported("An integration of type AWS")
        default: throw ServiceError.badRequest("Invalid integration type specified")
        }
        for (name, value) in requestParameters ?? [:] {
            guard RESTMapping.isTarget(name, prefix: "integration.request."), RESTMapping.isSource(value) else {
                throw ServiceError.badRequest(
                    "Invalid mapping expression specified: Validation Result: warnings : [], errors : "
                        + "[Invalid mapping expression specified: \(name)]")
            }
        }
    }

    private func checkFunction() throws {
        guard httpMethod?.isEmpty == false else {
            throw ServiceError.badRequest("Enumeration value for HttpMethod must be non-empty")
        }
        let uri = uri ?? ""
        guard let arn = ARN(uri), arn.service == "apigateway" else {
            throw ServiceError.badRequest(
                ARN(uri) == nil
                    ? "Invalid ARN specified in the request" : "AWS ARN for integration must contain path or action")
        }
        guard arn.resource.hasPrefix("path/") || arn.resource.hasPrefix("action/") else {
            throw ServiceError.badRequest("AWS ARN for integration must contain path or action")
        }
        guard arn.account == "lambda" || arn.account == "firehose" else {
            throw ServiceError.badRequest(
                "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations."
            )
        }
        guard FunctionTarget(uri) != nil else {
            if arn.account == "firehose" { throw ServiceError.unsupported("An integration with Firehose") }
            throw ServiceError.badRequest("Invalid ARN specified in the request")
        }
    }
}
