import APIGatewayModel
import ServiceKit
import Storage

extension GatewayResponse {
    private static let statuses: [(GatewayResponseType, String?)] = [
        (.accessDenied, "403"), (.apiConfigurationError, "500"), (.authorizerConfigurationError, "500"),
        (.authorizerFailure, "500"), (.badRequestBody, "400"), (.badRequestParameters, "400"), (.default4xx, nil),
        (.default5xx, nil), (.expiredToken, "403"), (.integrationFailure, "504"), (.integrationTimeout, "504"),
        (.invalidApiKey, "403"), (.invalidSignature, "403"), (.missingAuthenticationToken, "403"),
        (.quotaExceeded, "429"), (.requestTooLarge, "413"), (.resourceNotFound, "404"), (.throttled, "429"),
        (.unauthorized, "401"), (.unsupportedMediaType, "415"), (.wafFiltered, "403"),
    ]

    static let types = statuses.map(\.0)

    /// What AWS answers where the API's owner has not said otherwise.
    static func standard(_ type: GatewayResponseType) -> GatewayResponse {
        GatewayResponse(
            responseType: type, statusCode: statuses.first { $0.0 == type }?.1 ?? nil, responseParameters: [:],
            responseTemplates: ["application/json": "{\"message\":$context.error.messageString}"],
            defaultResponse: true)
    }

    static func checkType(_ type: GatewayResponseType) throws {
        guard types.contains(type) else {
            throw ServiceError.badRequest(
                "1 validation error detected: Value '\(type.rawValue)' at 'responseType' failed to satisfy constraint: "
                    + "Member must satisfy enum value set")
        }
    }

    func check() throws {
        if let statusCode { try RESTRules.checkStatus(statusCode) }
        for name in (responseParameters ?? [:]).keys {
            guard RESTMapping.isTarget(name, prefix: "gatewayresponse.") else {
                throw ServiceError.badRequest("Invalid response parameter specified: \(name)")
            }
        }
        for template in (responseTemplates ?? [:]).values where template.contains("#") {
            throw ServiceError.unsupported("A mapping template with directives")
        }
    }
}

extension Snapshot {
    func gatewayResponse(_ type: GatewayResponseType, of apiID: String) throws -> GatewayResponse {
        try GatewayResponse.checkType(type)
        return try part(GatewayResponse.self, type.rawValue, of: apiID) ?? .standard(type)
    }
}
