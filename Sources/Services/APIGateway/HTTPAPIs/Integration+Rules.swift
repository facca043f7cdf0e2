import APIGatewayV2Model
import ServiceKit
import Storage
import Wire

extension Integration {
    static let shortestTimeout = 50
    static let longestTimeout = 30_000

    /// What AWS asks of an integration of an HTTP API.
    func check() throws {
        guard connectionType ?? .internet == .internet else { throw ServiceError.unsupported("A VPC link") }
        switch integrationType {
        case .awsProxy?:
            guard FunctionTarget(integrationUri ?? "") != nil else {
                throw ServiceError.badRequest(
                    "Integration URI must be a valid Lambda function ARN for an integration of type AWS_PROXY")
            }
            guard let version = payloadFormatVersion else {
                throw ServiceError.badRequest("PayloadFormatVersion is a required parameter for integration")
            }
            guard version == "1.0" || version == "2.0" else {
                throw ServiceError.badRequest("PayloadFormatVersion must be one of [1.0, 2.0]")
            }
        case .httpProxy?:
            guard HTTPTarget.isURL(integrationUri ?? "") else {
                throw ServiceError.badRequest("Invalid HTTP endpoint specified for URI")
            }
            guard let method = integrationMethod, RouteKey.methods.contains(method) else {
                throw ServiceError.badRequest("Invalid integration method specified")
            }
            guard payloadFormatVersion ?? "1.0" == "1.0" else {
                throw ServiceError.badRequest("PayloadFormatVersion must be 1.0 for HTTP_PROXY integrations")
            }
        default:
            throw ServiceError.badRequest(
                "Integrations of type \(integrationType?.rawValue ?? "") are not supported for HTTP protocol APIs")
        }
        if let timeout = timeoutInMillis, !(Self.shortestTimeout...Self.longestTimeout).contains(timeout) {
            throw ServiceError.badRequest("Timeout should be between 50 ms and 30000 ms")
        }
        _ = try RequestMapping(requestParameters ?? [:])
        _ = try ResponseMapping(responseParameters ?? [:])
    }
}

extension Snapshot {
    func requireIntegration(_ id: String, of apiID: String) throws -> Integration {
        guard let found = try part(Integration.self, id, of: apiID) else {
            throw ServiceError.notFound("Unable to find Integration by ID \(id) within the provided API")
        }
        return found
    }
}
