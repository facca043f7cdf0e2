import APIGatewayV2Model
import ServiceKit
import Wire

/// Writes an HTTP API, or a deployment of one, as an OpenAPI document.
struct HTTPAPIWriter {
    let api: Api
    let snapshot: HTTPSnapshot
    /// Nil for the API itself.
    let stage: String?
    let host: String
    let withExtensions: Bool

    private static let own = "x-amazon-apigateway-"

    var document: JSONValue {
        var members: [JSONValue.Member] = [
            .init("openapi", "3.0.1"), .init("info", info), .init("servers", servers), .init("paths", paths),
        ]
        let tags = (api.tags ?? [:]).sorted { $0.key < $1.key }
        if withExtensions, !tags.isEmpty {
            members.append(
                .init(
                    "tags",
                    .array(
                        tags.map { ["name": .string($0.key), "x-amazon-apigateway-tag-value": .string($0.value)] })))
        }
        let schemes = securitySchemes
        if !schemes.isEmpty { members.append(.init("components", ["securitySchemes": .object(schemes)])) }
        guard withExtensions else { return .object(members) }
        if let cors = api.corsConfiguration { members.append(.init(Self.own + "cors", Self.value(cors))) }
        members.append(.init(Self.own + "importexport-version", "1.0"))
        return .object(members)
    }

    private var info: JSONValue {
        Self.object([
            ("title", .string(api.name)), ("description", api.description.map { .string($0) }),
            ("version", .string(api.version ?? "")),
        ])
    }

    private var servers: JSONValue {
        let path = stage == nil || stage == "$default" ? "" : stage ?? ""
        return [
            ["url": .string("https://\(host)/{basePath}"), "variables": ["basePath": ["default": .string(path)]]]
        ]
    }

    private var paths: JSONValue {
        var byPath: [String: [JSONValue.Member]] = [:]
        for route in snapshot.routes.sorted(by: { $0.routeKey < $1.routeKey }) {
            guard let key = try? RouteKey(route.routeKey) else { continue }
            let path = key.method == nil ? "/$default" : key.path
            let isAny = key.method == nil || key.method == "ANY"
            // Without extensions there is no word for any method.
            guard withExtensions || !isAny else { continue }
            byPath[path, default: []].append(
                .init(isAny ? Self.own + "any-method" : (key.method ?? "").lowercased(), operation(route, key)))
        }
        return .object(byPath.sorted { $0.key < $1.key }.map { .init($0.key, .object($0.value)) })
    }

    private func operation(_ route: Route, _ key: RouteKey) -> JSONValue {
        let authorizer = snapshot.authorizers.first { $0.authorizerId == route.authorizerId }
        let security = authorizer.map { authorizer -> JSONValue in
            let scopes = (route.authorizationScopes ?? []).map { JSONValue.string($0) }
            return [.object([.init(authorizer.name, .array(scopes))])]
        }
        let parameters = parameters(of: key.path)
        let integration = snapshot.integrations.first { $0.integrationId == route.integrationID }
        return Self.object([
            ("operationId", route.operationName.map { .string($0) }),
            ("responses", ["default": ["description": .string("Default response for \(route.routeKey)")]]),
            ("security", security), ("parameters", parameters.isEmpty ? nil : .array(parameters)),
            ("isDefaultRoute", key.method == nil ? true : nil),
            (
                Self.own + "auth",
                withExtensions && route.authorizationType == .awsIam ? ["type": "AWS_IAM"] : nil
            ),
            (Self.own + "integration", withExtensions ? integration.map(Self.value) : nil),
        ])
    }

    private func parameters(of path: String) -> [JSONValue] {
        (PathTemplate(path)?.segments ?? []).compactMap { segment in
            switch segment {
            case .literal: nil
            case .parameter(let name): Self.parameter(name)
            case .greedy(let name): Self.parameter(name + "+")
            }
        }
    }

    private static func parameter(_ name: String) -> JSONValue {
        [
            "name": .string(name), "in": "path", "description": .string("Generated path parameter for \(name)"),
            "required": true, "schema": ["type": "string"],
        ]
    }

    private var securitySchemes: [JSONValue.Member] {
        snapshot.authorizers.sorted { $0.name < $1.name }.map { authorizer in
            let isJWT = authorizer.authorizerType == .jwt
            var members: [JSONValue.Member] =
                isJWT
                ? [.init("type", "oauth2"), .init("flows", [:])]
                : [.init("type", "apiKey"), .init("name", "Unused"), .init("in", "header")]
            if withExtensions { members.append(.init(Self.own + "authorizer", Self.value(authorizer))) }
            return .init(authorizer.name, .object(members))
        }
    }

    // MARK: Extensions

    private static func value(_ authorizer: Authorizer) -> JSONValue {
        let sources = authorizer.identitySource ?? []
        return object([
            ("type", .string((authorizer.authorizerType?.rawValue ?? "").lowercased())),
            ("identitySource", sources.isEmpty ? nil : .string(sources.joined(separator: ","))),
            (
                "jwtConfiguration",
                authorizer.jwtConfiguration.map { configuration in
                    object([
                        ("issuer", configuration.issuer.map { .string($0) }),
                        ("audience", .array((configuration.audience ?? []).map { .string($0) })),
                    ])
                }
            ), ("authorizerUri", authorizer.authorizerUri.map { .string($0) }),
            ("authorizerCredentials", authorizer.authorizerCredentialsArn.map { .string($0) }),
            ("authorizerPayloadFormatVersion", authorizer.authorizerPayloadFormatVersion.map { .string($0) }),
            ("authorizerResultTtlInSeconds", authorizer.authorizerResultTtlInSeconds.map { .number(String($0)) }),
            ("enableSimpleResponses", authorizer.enableSimpleResponses.map { .bool($0) }),
        ])
    }

    private static func value(_ integration: Integration) -> JSONValue {
        let responses = (integration.responseParameters ?? [:]).sorted { $0.key < $1.key }.compactMap {
            status, changes in
            texts(changes).map { JSONValue.Member(status, $0) }
        }
        return object([
            ("payloadFormatVersion", integration.payloadFormatVersion.map { .string($0) }),
            ("type", .string((integration.integrationType?.rawValue ?? "").lowercased())),
            ("httpMethod", integration.integrationMethod.map { .string($0) }),
            ("uri", integration.integrationUri.map { .string($0) }),
            ("description", integration.description.map { .string($0) }),
            ("credentials", integration.credentialsArn.map { .string($0) }),
            ("connectionType", .string(integration.connectionType?.rawValue ?? "INTERNET")),
            ("timeoutInMillis", integration.timeoutInMillis.map { .number(String($0)) }),
            ("requestParameters", texts(integration.requestParameters)),
            ("responseParameters", responses.isEmpty ? nil : .object(responses)),
        ])
    }

    private static func value(_ cors: Cors) -> JSONValue {
        func list(_ values: [String]?) -> JSONValue? { values.map { .array($0.map { .string($0) }) } }
        return object([
            ("allowOrigins", list(cors.allowOrigins)), ("allowMethods", list(cors.allowMethods)),
            ("allowHeaders", list(cors.allowHeaders)), ("exposeHeaders", list(cors.exposeHeaders)),
            ("maxAge", cors.maxAge.map { .number(String($0)) }),
            ("allowCredentials", cors.allowCredentials.map { .bool($0) }),
        ])
    }

    private static func object(_ members: [(String, JSONValue?)]) -> JSONValue {
        .object(members.compactMap { name, value in value.map { .init(name, $0) } })
    }

    private static func texts(_ values: [String: String]?) -> JSONValue? {
        guard let values, !values.isEmpty else { return nil }
        return .object(values.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })
    }
}
