import APIGatewayModel
import ServiceKit
import Wire

/// An answer of the gateway itself, as the API's owner wants it.
struct ServedGatewayResponse: Sendable {
    let status: Int?
    let parameters: [(target: String, source: String)]
    let templates: [String: String]

    init(_ response: GatewayResponse) {
        // Others end no exchange.
        status = response.statusCode.flatMap { Int($0) }.flatMap { $0 >= 200 ? $0 : nil }
        parameters = (response.responseParameters ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        templates = response.responseTemplates ?? [:]
    }
}

/// Why a REST API's gateway answers by itself.
struct GatewayRefusal: Error, Sendable {
    let type: GatewayResponseType
    let status: Int
    /// Nil is what AWS says of authorizers that fail.
    let message: String?
    /// `x-amzn-ErrorType`
    let errorType: String
    /// AWS writes the member with a capital where policies deny.
    var member = "message"

    static let missingToken = GatewayRefusal(
        type: .missingAuthenticationToken, status: 403, message: "Missing Authentication Token",
        errorType: "MissingAuthenticationTokenException")
    static let unauthorized = GatewayRefusal(
        type: .unauthorized, status: 401, message: "Unauthorized", errorType: "UnauthorizedException")
    static let expired = GatewayRefusal(
        type: .unauthorized, status: 401, message: "The incoming token has expired",
        errorType: "UnauthorizedException")
    static let authorizerFailed = GatewayRefusal(
        type: .authorizerConfigurationError, status: 500, message: nil,
        errorType: "AuthorizerConfigurationException")
    static let invalidKey = GatewayRefusal(
        type: .invalidApiKey, status: 403, message: "Forbidden", errorType: "ForbiddenException")
    static let throttled = GatewayRefusal(
        type: .throttled, status: 429, message: "Too Many Requests", errorType: "TooManyRequestsException")
    static let quotaExceeded = GatewayRefusal(
        type: .quotaExceeded, status: 429, message: "Limit Exceeded", errorType: "LimitExceededException")
    static let tooLarge = GatewayRefusal(
        type: .requestTooLarge, status: 413, message: "HTTP content length exceeded 10485760 bytes.",
        errorType: "RequestTooLargeException")
    static let unsupportedMediaType = GatewayRefusal(
        type: .unsupportedMediaType, status: 415, message: "Unsupported Media Type",
        errorType: "UnsupportedMediaTypeException")
    /// What a function answered is none, or it failed.
    static let badGateway = GatewayRefusal(
        type: .default5xx, status: 502, message: "Internal server error", errorType: "InternalServerErrorException")
    static let configuration = GatewayRefusal(
        type: .apiConfigurationError, status: 500, message: "Internal server error",
        errorType: "InternalServerErrorException")
    static let timedOut = GatewayRefusal(
        type: .integrationTimeout, status: 504, message: "Endpoint request timed out",
        errorType: "InternalServerErrorException")
    static let loop = GatewayRefusal(
        type: .default5xx, status: 508, message: "Loop Detected", errorType: "InternalServerErrorException")
    static let unreachable = GatewayRefusal(
        type: .integrationFailure, status: 504, message: "Network error communicating with endpoint",
        errorType: "InternalServerErrorException")

    static func denied(_ message: String) -> GatewayRefusal {
        GatewayRefusal(
            type: .accessDenied, status: 403, message: message, errorType: "AccessDeniedException", member: "Message")
    }

    static func badParameters(_ message: String) -> GatewayRefusal {
        GatewayRefusal(
            type: .badRequestParameters, status: 400, message: message, errorType: "BadRequestException")
    }

    static func invalidSignature(_ message: String) -> GatewayRefusal {
        GatewayRefusal(
            type: .invalidSignature, status: 403, message: message, errorType: "InvalidSignatureException")
    }

    /// - Parameter responses: those the API's owner changed.
    func reply(_ call: APICall, _ responses: [GatewayResponseType: ServedGatewayResponse]) -> APIReply {
        var reply = APIReply(status: status, headers: HeaderFields([("Content-Type", "application/json")]))
        reply.headers.add("x-amzn-ErrorType", errorType)
        reply.error = message
        let changed = responses[type] ?? responses[status < 500 ? .default4xx : .default5xx]
        let standard = "{\"\(member)\":$context.error.messageString}"
        guard let changed else {
            reply.body = Array(filled(standard, call).utf8)
            return reply
        }
        // A response for all others keeps the status of each.
        if responses[type] != nil || changed.status != nil { reply.status = changed.status ?? status }
        for parameter in changed.parameters where parameter.target.hasPrefix("gatewayresponse.header.") {
            if let value = RESTMapping.value(parameter.source, call) {
                reply.headers.set(String(parameter.target.dropFirst("gatewayresponse.header.".count)), value)
            }
        }
        let accepted = call.headers.first("accept") ?? "application/json"
        let template =
            changed.templates[accepted].map { (accepted, $0) }
            ?? changed.templates["application/json"].map { ("application/json", $0) }
            ?? changed.templates.min { $0.key < $1.key }.map { ($0.key, $0.value) } ?? ("application/json", standard)
        reply.headers.set("Content-Type", template.0)
        reply.body = Array(filled(template.1, call).utf8)
        return reply
    }

    /// Variables are filled in; more of a language these templates have not.
    private func filled(_ template: String, _ call: APICall) -> String {
        guard template.contains("$") else { return template }
        let quoted = message.map { String(decoding: JSONValue.string($0).serialized(), as: UTF8.self) } ?? "null"
        var text = ""
        var rest = template[...]
        while let start = rest.firstIndex(of: "$") {
            text += rest[..<start]
            var name = rest[rest.index(after: start)...]
            let isBraced = name.hasPrefix("{")
            if isBraced { name = name.dropFirst() }
            name = name.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
            while name.hasSuffix(".") { name = name.dropLast() }
            var end = name.endIndex
            if isBraced, end < rest.endIndex, rest[end] == "}" { end = rest.index(after: end) }
            switch name {
            case "context.error.messageString": text += quoted
            case "context.error.message": text += message ?? ""
            case "context.error.responseType": text += type.rawValue
            default: text += RESTMapping.value(String(name), call) ?? ""
            }
            rest = rest[end...]
            if name.isEmpty, !isBraced { text += "$" }
        }
        return text + rest
    }
}
