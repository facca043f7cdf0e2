import APIGatewayModel
import ServiceKit
import Wire

/// Writes a deployment as an OpenAPI document.
struct OpenAPIWriter {
    let snapshot: RESTSnapshot
    let stage: String
    let host: String
    let isVersion3: Bool
    let withIntegrations: Bool
    let withAuthorizers: Bool

    private static let extensionPrefix = "x-amazon-apigateway-"

    var document: JSONValue {
        var members: [JSONValue.Member] = [
            .init(isVersion3 ? "openapi" : "swagger", .string(isVersion3 ? "3.0.1" : "2.0")), .init("info", info),
        ]
        if isVersion3 {
            members.append(
                .init(
                    "servers",
                    [
                        [
                            "url": .string("https://\(host)/{basePath}"),
                            "variables": ["basePath": ["default": .string(stage)]],
                        ]
                    ]))
        } else {
            members += [
                .init("host", .string(host)), .init("basePath", .string("/\(stage)")), .init("schemes", ["https"]),
            ]
        }
        members.append(.init("paths", paths))
        let schemes = securitySchemes
        if isVersion3 {
            members.append(.init("components", schemes.isEmpty ? [:] : ["securitySchemes": .object(schemes)]))
        } else if !schemes.isEmpty {
            members.append(.init("securityDefinitions", .object(schemes)))
        }
        if withIntegrations { members += ownExtensions }
        return .object(members)
    }

    private var info: JSONValue {
        var members: [JSONValue.Member] = []
        if let description = snapshot.api.description { members.append(.init("description", .string(description))) }
        if let version = snapshot.api.version { members.append(.init("version", .string(version))) }
        members.append(.init("title", .string(snapshot.api.name ?? "")))
        return .object(members)
    }

    private var ownExtensions: [JSONValue.Member] {
        var members: [JSONValue.Member] = []
        if !snapshot.gatewayResponses.isEmpty {
            members.append(
                .init(
                    "\(Self.extensionPrefix)gateway-responses",
                    .object(
                        snapshot.gatewayResponses.map { response in
                            .init(
                                response.responseType?.rawValue ?? "",
                                Self.object([
                                    ("statusCode", response.statusCode.map { .string($0) }),
                                    ("responseParameters", Self.map(response.responseParameters)),
                                    ("responseTemplates", Self.map(response.responseTemplates)),
                                ]))
                        })))
        }
        if let text = snapshot.policy?.text, let policy = try? JSONValue(parsing: text) {
            members.append(.init("\(Self.extensionPrefix)policy", policy))
        }
        if let types = snapshot.api.binaryMediaTypes {
            members.append(.init("\(Self.extensionPrefix)binary-media-types", .array(types.map { .string($0) })))
        }
        return members
    }

    private var paths: JSONValue {
        let resources = snapshot.resources.sorted { ($0.path ?? "") < ($1.path ?? "") }
        return .object(
            resources.compactMap { resource in
                guard let methods = resource.resourceMethods, !methods.isEmpty else { return nil }
                let members = methods.sorted { $0.key < $1.key }.map { name, method in
                    JSONValue.Member(
                        name == "ANY" ? "\(Self.extensionPrefix)any-method" : name.lowercased(), operation(method))
                }
                return .init(resource.path ?? "/", .object(members))
            })
    }

    private func operation(_ method: Method) -> JSONValue {
        var members: [JSONValue.Member] = []
        if let name = method.operationName { members.append(.init("operationId", .string(name))) }
        let parameters = (method.requestParameters ?? [:]).sorted { $0.key < $1.key }.compactMap(parameter)
        if !parameters.isEmpty { members.append(.init("parameters", .array(parameters))) }
        let responses = (method.methodResponses ?? [:]).sorted { $0.key < $1.key }.map { status, response in
            JSONValue.Member(status, self.response(status, response))
        }
        members.append(.init("responses", .object(responses)))
        let security = self.security(method)
        if !security.isEmpty { members.append(.init("security", .array(security))) }
        if withIntegrations, let integration = method.methodIntegration {
            members.append(.init("\(Self.extensionPrefix)integration", self.integration(integration)))
        }
        return .object(members)
    }

    private func parameter(_ name: String, _ isRequired: Bool) -> JSONValue? {
        guard let parsed = RequestParameterName(name) else { return nil }
        let places: [RequestParameterName.Location: String] = [
            .header: "header", .path: "path", .querystring: "query",
        ]
        guard let place = places[parsed.location] else { return nil }
        var members: [JSONValue.Member] = [.init("name", .string(parsed.name)), .init("in", .string(place))]
        if isRequired || parsed.location == .path { members.append(.init("required", true)) }
        members.append(isVersion3 ? .init("schema", ["type": "string"]) : .init("type", "string"))
        return .object(members)
    }

    private func response(_ status: String, _ response: MethodResponse) -> JSONValue {
        var members: [JSONValue.Member] = [.init("description", .string("\(status) response"))]
        let headers = (response.responseParameters ?? [:]).keys.sorted().compactMap { name -> JSONValue.Member? in
            guard name.hasPrefix("method.response.header.") else { return nil }
            return .init(
                String(name.dropFirst("method.response.header.".count)),
                isVersion3 ? ["schema": ["type": "string"]] : ["type": "string"])
        }
        if !headers.isEmpty { members.append(.init("headers", .object(headers))) }
        if isVersion3 { members.append(.init("content", [:])) }
        return .object(members)
    }

    private func security(_ method: Method) -> [JSONValue] {
        var security: [JSONValue] = []
        if method.apiKeyRequired == true { security.append(["api_key": []]) }
        if method.authorizationType == "AWS_IAM" { security.append(["sigv4": []]) }
        if let authorizer = snapshot.authorizers.first(where: { $0.id == method.authorizerId }) {
            let scopes = (method.authorizationScopes ?? []).map { JSONValue.string($0) }
            security.append(.object([.init(authorizer.name ?? "", .array(scopes))]))
        }
        return security
    }

    private var securitySchemes: [JSONValue.Member] {
        let methods = snapshot.resources.flatMap { ($0.resourceMethods ?? [:]).values }
        var schemes: [JSONValue.Member] = []
        if methods.contains(where: { $0.apiKeyRequired == true }) {
            schemes.append(.init("api_key", ["type": "apiKey", "name": "x-api-key", "in": "header"]))
        }
        if methods.contains(where: { $0.authorizationType == "AWS_IAM" }) {
            schemes.append(
                .init(
                    "sigv4",
                    [
                        "type": "apiKey", "name": "Authorization", "in": "header",
                        "x-amazon-apigateway-authtype": "awsSigv4",
                    ]))
        }
        for authorizer in snapshot.authorizers {
            let source = authorizer.identitySource ?? ""
            let prefix = "method.request.header."
            var members: [JSONValue.Member] = [
                .init("type", "apiKey"),
                .init("name", .string(source.hasPrefix(prefix) ? String(source.dropFirst(prefix.count)) : "Unused")),
                .init("in", "header"),
                .init("\(Self.extensionPrefix)authtype", .string(authorizer.authType ?? "custom")),
            ]
            if withAuthorizers { members.append(.init("\(Self.extensionPrefix)authorizer", settings(authorizer))) }
            schemes.append(.init(authorizer.name ?? "", .object(members)))
        }
        return schemes
    }

    private func settings(_ authorizer: Authorizer) -> JSONValue {
        Self.object([
            ("type", .string((authorizer.type?.rawValue ?? "").lowercased())),
            ("authorizerUri", authorizer.authorizerUri.map { .string($0) }),
            ("authorizerCredentials", authorizer.authorizerCredentials.map { .string($0) }),
            ("authorizerResultTtlInSeconds", authorizer.authorizerResultTtlInSeconds.map { .number(String($0)) }),
            ("identityValidationExpression", authorizer.identityValidationExpression.map { .string($0) }),
            ("identitySource", authorizer.identitySource.map { .string($0) }),
            ("providerARNs", authorizer.providerARNs.map { .array($0.map { .string($0) }) }),
        ])
    }

    private func integration(_ integration: Integration) -> JSONValue {
        let responses = (integration.integrationResponses ?? [:]).sorted { $0.key < $1.key }.map { status, response in
            JSONValue.Member(
                response.selectionPattern.flatMap { $0.isEmpty ? nil : $0 } ?? "default",
                Self.object([
                    ("statusCode", .string(response.statusCode ?? status)),
                    ("responseParameters", Self.map(response.responseParameters)),
                    ("responseTemplates", Self.map(response.responseTemplates)),
                ]))
        }
        return Self.object([
            ("type", .string((integration.type?.rawValue ?? "").lowercased())),
            ("httpMethod", integration.httpMethod.map { .string($0) }), ("uri", integration.uri.map { .string($0) }),
            ("credentials", integration.credentials.map { .string($0) }),
            ("responses", responses.isEmpty ? nil : .object(responses)),
            ("requestParameters", Self.map(integration.requestParameters)),
            ("requestTemplates", Self.map(integration.requestTemplates)),
            ("passthroughBehavior", integration.passthroughBehavior.map { .string($0.lowercased()) }),
            (
                "timeoutInMillis",
                integration.timeoutInMillis.flatMap { $0 == Integration.longestTimeout ? nil : .number(String($0)) }
            ),
        ])
    }

    private static func object(_ members: [(String, JSONValue?)]) -> JSONValue {
        .object(members.compactMap { name, value in value.map { .init(name, $0) } })
    }

    private static func map(_ values: [String: String]?) -> JSONValue? {
        guard let values, !values.isEmpty else { return nil }
        return .object(values.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })
    }
}
