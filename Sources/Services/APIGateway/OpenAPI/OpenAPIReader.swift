import APIGatewayModel
import ServiceKit
import Wire

/// What an OpenAPI document (Swagger 2.0 or 3.0) says of a REST API, with AWS's extensions.
struct ImportedAPI: Sendable {
    var name: String
    var description: String?
    var version: String?
    var binaryTypes: [String]?
    var keySource: ApiKeySourceType?
    var policy: String?
    var isEndpointDisabled: Bool?
    var authorizers: [Authorizer] = []
    var validators: [RequestValidator] = []
    var gatewayResponses: [GatewayResponse] = []
    /// In the document's order.
    var paths: [(path: String, methods: [String: Method])] = []
    var warnings: [String] = []
}

/// Reads OpenAPI documents.
struct OpenAPIReader {
    private static let extensionPrefix = "x-amazon-apigateway-"
    private static let methodNames = ["get", "put", "post", "delete", "options", "head", "patch"]
    private static let mostPaths = 2000

    private let document: JSONValue
    private let isVersion3: Bool
    private let newID: () -> String
    private var api: ImportedAPI

    init(_ body: [UInt8], newID: @escaping () -> String) throws {
        let document = try OpenAPIDocument.parse(body)
        isVersion3 = OpenAPIDocument.text(document["openapi"])?.hasPrefix("3.") == true
        guard isVersion3 || OpenAPIDocument.text(document["swagger"]) == "2.0",
            let title = OpenAPIDocument.text(document["info"]?["title"])
        else { throw Self.invalid }
        self.document = document
        self.newID = newID
        api = ImportedAPI(
            name: title, description: document["info"]?["description"]?.string,
            version: OpenAPIDocument.text(document["info"]?["version"]))
    }

    static let invalid = ServiceError.badRequest("Invalid OpenAPI input.")

    /// - Parameter basePath: `ignore`, `prepend` or `split`.
    mutating func read(basePath: String) throws -> ImportedAPI {
        api.binaryTypes = document["\(Self.extensionPrefix)binary-media-types"]?.array?.compactMap(\.string)
        api.keySource = document["\(Self.extensionPrefix)api-key-source"]?.string.map {
            ApiKeySourceType(rawValue: $0.uppercased())
        }
        if let policy = document["\(Self.extensionPrefix)policy"], policy.members != nil {
            api.policy = String(decoding: policy.serialized(), as: UTF8.self)
        }
        api.isEndpointDisabled =
            (document["\(Self.extensionPrefix)endpoint-configuration"]
            ?? document["servers"]?.array?.first?["\(Self.extensionPrefix)endpoint-configuration"])?[
                "disableExecuteApiEndpoint"]?
            .bool
        if (document["definitions"] ?? document["components"]?["schemas"])?.members?.isEmpty == false {
            api.warnings.append("Models are not supported and were left out")
        }
        try readAuthorizers()
        readValidators()
        try readGatewayResponses()
        try readPaths(basePath)
        return api
    }

    // MARK: Authorizers, validators, responses

    private var securitySchemes: [JSONValue.Member] {
        (document["securityDefinitions"] ?? document["components"]?["securitySchemes"])?.members ?? []
    }

    private mutating func readAuthorizers() throws {
        for scheme in securitySchemes {
            guard let settings = scheme.value["\(Self.extensionPrefix)authorizer"],
                let type = settings["type"]?.string
            else { continue }
            let isPool = type.lowercased() == "cognito_user_pools"
            let header = scheme.value["in"]?.string == "header" ? scheme.value["name"]?.string : nil
            let authorizer = Authorizer(
                id: newID(), name: scheme.key, type: AuthorizerType(rawValue: type.uppercased()),
                providerARNs: settings["providerARNs"]?.array?.compactMap(\.string),
                authType: scheme.value["\(Self.extensionPrefix)authtype"]?.string
                    ?? (isPool ? "cognito_user_pools" : "custom"),
                authorizerUri: settings["authorizerUri"]?.string,
                authorizerCredentials: settings["authorizerCredentials"]?.string,
                identitySource: settings["identitySource"]?.string ?? header.map { "method.request.header.\($0)" },
                identityValidationExpression: settings["identityValidationExpression"]?.string,
                authorizerResultTtlInSeconds: settings["authorizerResultTtlInSeconds"]?.int)
            try authorizer.check()
            api.authorizers.append(authorizer)
        }
    }

    private mutating func readValidators() {
        for member in document["\(Self.extensionPrefix)request-validators"]?.members ?? [] {
            api.validators.append(
                RequestValidator(
                    id: newID(), name: member.key,
                    validateRequestBody: member.value["validateRequestBody"]?.bool ?? false,
                    validateRequestParameters: member.value["validateRequestParameters"]?.bool ?? false))
        }
    }

    private mutating func readGatewayResponses() throws {
        for member in document["\(Self.extensionPrefix)gateway-responses"]?.members ?? [] {
            let type = GatewayResponseType(rawValue: member.key)
            try GatewayResponse.checkType(type)
            let response = GatewayResponse(
                responseType: type, statusCode: OpenAPIDocument.text(member.value["statusCode"]),
                responseParameters: OpenAPIDocument.texts(member.value["responseParameters"]) ?? [:],
                responseTemplates: OpenAPIDocument.texts(member.value["responseTemplates"])
                    ?? GatewayResponse.standard(type).responseTemplates,
                defaultResponse: false)
            try response.check()
            api.gatewayResponses.append(response)
        }
    }

    // MARK: Paths

    private mutating func readPaths(_ basePath: String) throws {
        let prefix = OpenAPIBasePath(document).prefix(basePath)
        let members = document["paths"]?.members ?? []
        guard members.count <= Self.mostPaths else { throw Self.invalid }
        for member in members {
            guard member.key.hasPrefix("/"), member.value.members != nil else { throw Self.invalid }
            var methods: [String: Method] = [:]
            let shared = member.value["parameters"]?.array ?? []
            for name in Self.methodNames {
                if let value = member.value[name] { methods[name.uppercased()] = try method(name, value, shared) }
            }
            if let value = member.value["\(Self.extensionPrefix)any-method"] {
                methods["ANY"] = try method("any", value, shared)
            }
            api.paths.append((prefix + member.key, methods))
        }
        guard api.mostResources <= 50 * Self.mostPaths else { throw Self.invalid }
    }

    private func method(_ name: String, _ value: JSONValue, _ shared: [JSONValue]) throws -> Method {
        var method = Method(
            httpMethod: name.uppercased(), authorizationType: "NONE", apiKeyRequired: false,
            operationName: value["operationId"]?.string)
        readSecurity(value, &method)
        readParameters(shared + (value["parameters"]?.array ?? []), &method)
        let validator =
            value["\(Self.extensionPrefix)request-validator"]?.string
            ?? document["\(Self.extensionPrefix)request-validator"]?.string
        method.requestValidatorId = validator.flatMap { name in api.validators.first { $0.name == name }?.id }
        for member in value["responses"]?.members ?? [] where Int(member.key) != nil {
            let headers = (member.value["headers"]?.members ?? []).map { ("method.response.header.\($0.key)", false) }
            method.methodResponses = (method.methodResponses ?? [:]).merging(
                [
                    member.key: MethodResponse(
                        statusCode: member.key,
                        responseParameters: headers.isEmpty ? nil : Dictionary(headers) { $1 })
                ]
            ) { $1 }
        }
        if let integration = value["\(Self.extensionPrefix)integration"] {
            method.methodIntegration = try self.integration(integration)
        }
        return method
    }

    private func readSecurity(_ value: JSONValue, _ method: inout Method) {
        if let auth = value["\(Self.extensionPrefix)auth"]?["type"]?.string {
            method.authorizationType = auth.uppercased()
            return
        }
        for requirement in (value["security"] ?? document["security"])?.array ?? [] {
            for member in requirement.members ?? [] {
                if let authorizer = api.authorizers.first(where: { $0.name == member.key }) {
                    method.authorizationType = authorizer.type == .cognitoUserPools ? "COGNITO_USER_POOLS" : "CUSTOM"
                    method.authorizerId = authorizer.id
                    let scopes = member.value.array?.compactMap(\.string) ?? []
                    if !scopes.isEmpty { method.authorizationScopes = scopes }
                    continue
                }
                let scheme = securitySchemes.first { $0.key == member.key }?.value
                if scheme?["\(Self.extensionPrefix)authtype"]?.string?.lowercased() == "awssigv4" {
                    method.authorizationType = "AWS_IAM"
                } else if scheme?["type"]?.string == "apiKey", scheme?["name"]?.string?.lowercased() == "x-api-key" {
                    method.apiKeyRequired = true
                }
            }
        }
    }

    private func readParameters(_ parameters: [JSONValue], _ method: inout Method) {
        let places = ["query": "querystring", "header": "header", "path": "path"]
        for parameter in parameters {
            guard let name = parameter["name"]?.string, let place = parameter["in"]?.string.flatMap({ places[$0] })
            else { continue }
            method.requestParameters = (method.requestParameters ?? [:])
                .merging(["method.request.\(place).\(name)": parameter["required"]?.bool ?? false]) { $1 }
        }
    }

    private func integration(_ value: JSONValue) throws -> Integration {
        let type = IntegrationType(rawValue: (value["type"]?.string ?? "").uppercased())
        let isHTTP = type == .http || type == .httpProxy
        var integration = Integration(
            type: type, httpMethod: value["httpMethod"]?.string?.uppercased(), uri: value["uri"]?.string,
            connectionType: value["connectionType"]?.string.map { ConnectionType(rawValue: $0.uppercased()) }
                ?? (isHTTP ? .internet : nil),
            credentials: value["credentials"]?.string,
            requestParameters: OpenAPIDocument.texts(value["requestParameters"]),
            requestTemplates: OpenAPIDocument.texts(value["requestTemplates"]),
            passthroughBehavior: value["passthroughBehavior"]?.string?.uppercased() ?? "WHEN_NO_MATCH",
            contentHandling: value["contentHandling"]?.string.map {
                ContentHandlingStrategy(rawValue: $0.uppercased())
            },
            timeoutInMillis: value["timeoutInMillis"]?.int ?? Integration.longestTimeout,
            cacheNamespace: value["cacheNamespace"]?.string,
            cacheKeyParameters: value["cacheKeyParameters"]?.array?.compactMap(\.string) ?? [])
        try integration.check()
        if type == .mock { (integration.uri, integration.httpMethod) = (nil, nil) }
        for member in value["responses"]?.members ?? [] {
            let status = OpenAPIDocument.text(member.value["statusCode"]) ?? "200"
            let response = IntegrationResponse(
                statusCode: status, selectionPattern: member.key == "default" ? nil : member.key,
                responseParameters: OpenAPIDocument.texts(member.value["responseParameters"]),
                responseTemplates: OpenAPIDocument.texts(member.value["responseTemplates"]),
                contentHandling: member.value["contentHandling"]?.string.map {
                    ContentHandlingStrategy(rawValue: $0.uppercased())
                })
            try response.check()
            integration.integrationResponses = (integration.integrationResponses ?? [:]).merging([status: response]) {
                $1
            }
        }
        return integration
    }
}
