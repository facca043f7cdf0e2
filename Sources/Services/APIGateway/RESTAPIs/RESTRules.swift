import APIGatewayModel
import ServiceKit

/// What AWS asks of a REST API's own settings.
enum RESTRules {
    static let methods: Set = ["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]

    static func compression(_ size: Int?) throws -> Int? {
        guard let size else { return nil }
        // Answers are not packed here.
        guard size < 0 else { throw ServiceError.unsupported("A minimum compression size") }
        return nil
    }

    static func keySource(_ source: ApiKeySourceType?) throws -> ApiKeySourceType {
        let source = source ?? .header
        guard source == .header || source == .authorizer else {
            throw ServiceError.badRequest("Invalid apiKeySource specified. Must be one of [HEADER, AUTHORIZER]")
        }
        return source
    }

    static func endpoint(_ given: EndpointConfiguration?) throws -> EndpointConfiguration {
        let types = given?.types ?? [.edge]
        guard types.count == 1, let type = types.first else {
            throw ServiceError.badRequest("Invalid EndpointTypes specified. Only one endpoint type is allowed")
        }
        guard type == .edge || type == .regional else {
            if type == .private { throw ServiceError.unsupported("A private endpoint") }
            throw ServiceError.badRequest("Invalid EndpointTypes specified")
        }
        guard given?.vpcEndpointIds?.isEmpty != false else {
            throw ServiceError.badRequest("VPC endpoints are allowed for private APIs only")
        }
        return EndpointConfiguration(types: types, ipAddressType: given?.ipAddressType ?? .ipv4)
    }

    static func checkMethod(_ name: String) throws {
        guard methods.contains(name) else {
            throw ServiceError.badRequest(
                "Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY")
        }
    }

    static func checkStatus(_ code: String) throws {
        guard let number = Int(code), (200...599).contains(number), code.utf8.count == 3 else {
            throw ServiceError.badRequest("Invalid status code specified: \(code)")
        }
    }

    /// Templates that are texts. A language for the others is not spoken here.
    static func checkTemplates(_ templates: [String: String]?) throws {
        for template in (templates ?? [:]).values where template.contains(where: { $0 == "$" || $0 == "#" }) {
            throw ServiceError.unsupported("A mapping template with variables or directives")
        }
    }
}
