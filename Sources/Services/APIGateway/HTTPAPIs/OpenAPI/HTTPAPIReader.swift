import APIGatewayV2Model
import ServiceKit
import Wire

/// Reads OpenAPI 3.0 documents of HTTP APIs, as JSON, with AWS's extensions.
struct HTTPAPIReader {
    private static let own = "x-amazon-apigateway-"
    private static let methodNames = ["get", "put", "post", "delete", "options", "head", "patch"]

    private let document: JSONValue
    private let newID: (Int) -> String
    private var api: ImportedHTTPAPI

    init(_ body: String, newID: @escaping (Int) -> String) throws {
        let document = try OpenAPIDocument.parse(Array(body.utf8))
        guard OpenAPIDocument.text(document["openapi"])?.hasPrefix("3.0") == true,
            let title = OpenAPIDocument.text(document["info"]?["title"])
        else { throw OpenAPIReader.invalid }
        try APIRules.checkName(title)
        self.document = document
        self.newID = newID
        api = ImportedHTTPAPI(
            name: title, description: document["info"]?["description"]?.string,
            version: OpenAPIDocument.text(document["info"]?["version"]))
    }

    /// - Parameter basePath: `ignore`, `prepend` or `split`.
    mutating func read(basePath: String) throws -> ImportedHTTPAPI {
        api.cors = try cors()
        api.isEndpointDisabled =
            [document, document["servers"]?.array?.first].compactMap {
                $0?["\(Self.own)endpoint-configuration"]?["disableExecuteApiEndpoint"]?.bool
            }.first
        for tag in document["tags"]?.array ?? [] {
            guard let name = tag["name"]?.string, let value = tag["\(Self.own)tag-value"]?.string else { continue }
            api.tags[name] = value
        }
        if document["components"]?["schemas"]?.members?.isEmpty == false {
            api.warnings.append("Models are not supported for HTTP APIs and were left out")
        }
        try readAuthorizers()
        try readPaths(OpenAPIBasePath(document).prefix(basePath))
        return api
    }

    private func cors() throws -> Cors? {
        guard let value = document["\(Self.own)cors"] else { return nil }
        func texts(_ name: String) -> [String]? { value[name]?.array?.compactMap(\.string) }
        let cors = Cors(
            allowCredentials: value["allowCredentials"]?.bool, allowHeaders: texts("allowHeaders"),
            allowMethods: texts("allowMethods"), allowOrigins: texts("allowOrigins"),
            exposeHeaders: texts("exposeHeaders"), maxAge: value["maxAge"]?.int)
        try cors.check()
        return cors
    }

    // MARK: Authorizers

    private var schemes: [JSONValue.Member] { document["components"]?["securitySchemes"]?.members ?? [] }

    private mutating func readAuthorizers() throws {
        for scheme in schemes {
            guard let settings = scheme.value["\(Self.own)authorizer"] else { continue }
            let jwt = settings["jwtConfiguration"]
            let sources = settings["identitySource"]
            let authorizer = Authorizer(
                authorizerCredentialsArn: settings["authorizerCredentials"]?.string, authorizerId: newID(6),
                authorizerPayloadFormatVersion: settings["authorizerPayloadFormatVersion"]?.string,
                authorizerResultTtlInSeconds: settings["authorizerResultTtlInSeconds"]?.int,
                authorizerType: AuthorizerType(rawValue: (settings["type"]?.string ?? "").uppercased()),
                authorizerUri: settings["authorizerUri"]?.string,
                enableSimpleResponses: settings["enableSimpleResponses"]?.bool,
                identitySource: sources?.array?.compactMap(\.string)
                    ?? sources?.string.map { $0.split(separator: ",").map { String($0.drop { $0 == " " }) } },
                jwtConfiguration: jwt.map {
                    JWTConfiguration(
                        audience: $0["audience"]?.array?.compactMap(\.string), issuer: $0["issuer"]?.string)
                }, name: scheme.key)
            try authorizer.check()
            api.authorizers.append(authorizer)
        }
    }

    // MARK: Routes

    private mutating func readPaths(_ prefix: String) throws {
        for path in document["paths"]?.members ?? [] {
            guard path.key.hasPrefix("/"), path.value.members != nil else { throw OpenAPIReader.invalid }
            for name in Self.methodNames {
                guard let value = path.value[name] else { continue }
                try addRoute("\(name.uppercased()) \(prefix)\(path.key)", value)
            }
            guard let value = path.value["\(Self.own)any-method"] else { continue }
            let isDefault = value["isDefaultRoute"]?.bool == true || path.key == "/$default"
            try addRoute(isDefault ? "$default" : "ANY \(prefix)\(path.key)", value)
        }
    }

    private mutating func addRoute(_ key: String, _ value: JSONValue) throws {
        var route = Route(
            apiKeyRequired: false, authorizationType: .noneValue, operationName: value["operationId"]?.string,
            routeId: newID(7), routeKey: key)
        if let settings = value["\(Self.own)integration"] {
            let integration = try integration(referred(settings))
            api.integrations.append(integration)
            route.target = "integrations/\(integration.partID)"
        }
        try readSecurity(value, &route)
        api.routes.append(route)
    }

    /// What stands elsewhere in the document: `#/components/x-amazon-apigateway-integrations/one`.
    private func referred(_ value: JSONValue) throws -> JSONValue {
        guard let reference = value["$ref"]?.string else { return value }
        guard reference.hasPrefix("#/") else { throw OpenAPIReader.invalid }
        var found = document
        for part in reference.dropFirst(2).split(separator: "/") {
            guard let next = found[String(part.replacing("~1", with: "/").replacing("~0", with: "~"))] else {
                throw OpenAPIReader.invalid
            }
            found = next
        }
        return found
    }

    private func integration(_ value: JSONValue) throws -> Integration {
        let type = IntegrationType(rawValue: (value["type"]?.string ?? "").uppercased())
        let integration = Integration(
            connectionType: value["connectionType"]?.string.map { ConnectionType(rawValue: $0.uppercased()) }
                ?? .internet,
            credentialsArn: value["credentials"]?.string, description: value["description"]?.string,
            integrationId: newID(7),
            integrationMethod: value["httpMethod"]?.string?.uppercased() ?? (type == .awsProxy ? "POST" : nil),
            integrationType: type, integrationUri: value["uri"]?.string,
            payloadFormatVersion: OpenAPIDocument.text(value["payloadFormatVersion"])
                ?? (type == .awsProxy ? nil : "1.0"),
            requestParameters: OpenAPIDocument.texts(value["requestParameters"]),
            responseParameters: value["responseParameters"]?.members.map { members in
                Dictionary(members.map { ($0.key, OpenAPIDocument.texts($0.value) ?? [:]) }) { $1 }
            }, timeoutInMillis: value["timeoutInMillis"]?.int ?? Integration.longestTimeout)
        try integration.check()
        return integration
    }

    /// What names a scheme that nothing is known of does not leave the route open.
    private func readSecurity(_ value: JSONValue, _ route: inout Route) throws {
        if let type = value["\(Self.own)auth"]?["type"]?.string {
            route.authorizationType = AuthorizationType(rawValue: type.uppercased())
            return
        }
        for member in ((value["security"] ?? document["security"])?.array ?? []).flatMap({ $0.members ?? [] }) {
            guard let authorizer = api.authorizers.first(where: { $0.name == member.key }) else {
                guard schemes.contains(where: { $0.key == member.key && Self.isSigned($0.value) }) else {
                    throw ServiceError.badRequest("No authorizer is defined for the security scheme \(member.key)")
                }
                route.authorizationType = .awsIam
                continue
            }
            route.authorizationType = authorizer.authorizerType == .jwt ? .jwt : .custom
            route.authorizerId = authorizer.authorizerId
            let scopes = member.value.array?.compactMap(\.string) ?? []
            if authorizer.authorizerType == .jwt, !scopes.isEmpty { route.authorizationScopes = scopes }
        }
    }

    private static func isSigned(_ scheme: JSONValue) -> Bool {
        scheme["\(own)authtype"]?.string?.lowercased() == "awssigv4"
    }
}
