import APIGatewayModel
import PolicyEngine
import ServiceKit
import Wire
import Storage

/// What the store has of a REST API. Of deployments that were compiled before only the names.
struct LoadedRESTAPI: Sendable {
    var entry: APIEntry
    var record: RESTAPIRecord
    var stages: [Stage]
    var snapshots: [String: RESTSnapshot] = [:]
    var compiled: [String: RESTMethods] = [:]
}

/// Makes of a REST API what its calls need.
struct RESTLoader: Sendable {
    /// By API and deployment, which never change.
    private let compiled = BoundedCache<String, RESTMethods>(limit: 1024)

    func load(_ entry: APIEntry, _ snapshot: any Snapshot) throws -> LoadedRESTAPI {
        guard let record = try snapshot.find(RESTAPIRecord.self, RESTAPIRecord.key(entry.id)) else {
            throw StorageError.corrupt("an API has no settings")
        }
        var loaded = LoadedRESTAPI(entry: entry, record: record, stages: try snapshot.parts(of: entry.id))
        for id in Set(loaded.stages.compactMap(\.deploymentId)) {
            if let methods = compiled["\(entry.id)/\(id)"] {
                loaded.compiled[id] = methods
            } else {
                loaded.snapshots[id] = try snapshot.part(RESTSnapshot.self, id, of: entry.id)
            }
        }
        return loaded
    }

    func compile(_ loaded: LoadedRESTAPI) -> ServedAPI {
        var methods = loaded.compiled
        for (id, snapshot) in loaded.snapshots {
            methods[id] = RESTMethods(snapshot, apiID: loaded.entry.id)
            compiled["\(loaded.entry.id)/\(id)"] = methods[id]
        }
        var stages: [String: ServedRESTStage] = [:]
        for stage in loaded.stages {
            guard let name = stage.stageName, let id = stage.deploymentId, let found = methods[id] else { continue }
            stages[name] = ServedRESTStage(
                name: name, deploymentID: id, variables: stage.variables ?? [:], methods: found,
                throttles: StageThrottles(rest: stage),
                accessLog: stage.accessLogSettings.flatMap { settings in
                    guard let destination = settings.destinationArn, let format = settings.format else { return nil }
                    return AccessLogFormat(destinationARN: destination, format: format)
                })
        }
        return ServedAPI(
            id: loaded.entry.id, accountID: loaded.entry.accountID, region: loaded.entry.region,
            isEndpointDisabled: loaded.record.api.disableExecuteApiEndpoint == true,
            kind: .rest(ServedRESTAPI(stages: stages)))
    }
}

extension StageThrottles {
    /// Method settings stand under `~1pets~1{id}/GET`, and under `*/*` for all others.
    init(rest stage: Stage) {
        let settings = stage.methodSettings ?? [:]
        let limits = settings.compactMapValues { setting in
            Limit(rate: setting.throttlingRateLimit, burst: setting.throttlingBurstLimit)
        }
        self.init(standard: limits["*/*"], byRoute: limits)
    }
}

extension RESTMethods {
    init(_ snapshot: RESTSnapshot, apiID: String) {
        let authorizers = Dictionary(snapshot.authorizers.map { ($0.partID, $0) }, uniquingKeysWith: { $1 })
        let validators = Dictionary(snapshot.validators.map { ($0.partID, $0) }, uniquingKeysWith: { $1 })
        var tree = PathTree<ServedMethod>(pathDecides: true)
        for resource in snapshot.resources {
            guard let path = resource.path, let template = PathTemplate(path) else { continue }
            for (name, method) in resource.resourceMethods ?? [:] {
                let served = ServedMethod(name, method, resource, authorizers, validators)
                tree.insert(served, method: name, at: template)
            }
        }
        self.tree = tree
        policy = (try? snapshot.policy?.compiled()).map { NamedPolicy("policy of \(apiID)", $0) }
        keyFromAuthorizer = snapshot.api.apiKeySource == .authorizer
        binaryTypes = BinaryTypes(snapshot.api.binaryMediaTypes)
        responses = Dictionary(
            snapshot.gatewayResponses.compactMap { response in
                response.responseType.map { ($0, ServedGatewayResponse(response)) }
            }, uniquingKeysWith: { $1 })
    }
}

extension ServedMethod {
    fileprivate init(
        _ name: String, _ method: Method, _ resource: Resource, _ authorizers: [String: Authorizer],
        _ validators: [String: RequestValidator]
    ) {
        resourceID = resource.partID
        path = resource.path ?? "/"
        httpMethod = name
        needsKey = method.apiKeyRequired == true
        operationName = method.operationName
        let validates =
            method.requestValidatorId.flatMap { validators[$0] }?.validateRequestParameters == true
        required =
            validates
            ? (method.requestParameters ?? [:]).filter(\.value).keys.sorted().compactMap { RequestParameterName($0) }
            : []
        let authorizer = method.authorizerId.flatMap { authorizers[$0] }
        switch method.authorizationType {
        case "AWS_IAM"?: authorization = .iam
        case "COGNITO_USER_POOLS"?:
            authorization =
                authorizer.flatMap { PoolAuthorizer($0, scopes: method.authorizationScopes ?? []) }
                .map { .pools($0) } ?? .nobody
        case "CUSTOM"?: authorization = authorizer.flatMap { MethodAuthorizer($0) }.map { .function($0) } ?? .nobody
        case "NONE"?, nil: authorization = .none
        default: authorization = .nobody
        }
        integration = method.methodIntegration.flatMap { ServedMethodIntegration($0) }
    }
}

extension PoolAuthorizer {
    init?(_ authorizer: Authorizer, scopes: [String]) {
        guard authorizer.type == .cognitoUserPools, let source = authorizer.identitySource,
            case .header(let header)? = IdentitySource(v1: source)
        else { return nil }
        self.header = header
        pools = (authorizer.providerARNs ?? []).compactMap { UserPoolName(arn: $0) }
        validation = authorizer.identityValidationExpression.flatMap { try? SelectionPattern($0) }
        self.scopes = scopes
    }
}

extension MethodAuthorizer {
    init?(_ authorizer: Authorizer) {
        guard let target = FunctionTarget(authorizer.authorizerUri ?? "") else { return nil }
        id = authorizer.partID
        isOfToken = authorizer.type == .token
        self.target = target
        credentials = authorizer.authorizerCredentials
        sources = (authorizer.identitySource ?? "").split(separator: ",").compactMap { source in
            IdentitySource(v1: String(source.drop { $0 == " " }))
        }
        validation = authorizer.identityValidationExpression.flatMap { try? SelectionPattern($0) }
        keptSeconds = authorizer.authorizerResultTtlInSeconds ?? 300
    }
}

extension ServedMethodIntegration {
    init?(_ integration: Integration) {
        switch integration.type {
        case .awsProxy?:
            guard let target = FunctionTarget(integration.uri ?? "") else { return nil }
            kind = .function(target)
        case .http?, .httpProxy?:
            kind = .http(
                HTTPTarget(integration.uri ?? ""),
                method: integration.httpMethod == "ANY" ? nil : integration.httpMethod,
                isProxy: integration.type == .httpProxy)
        case .mock?: kind = .mock
        default: return nil
        }
        credentials = integration.credentials
        timeoutMilliseconds = integration.timeoutInMillis ?? Integration.longestTimeout
        parameters = (integration.requestParameters ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        templates = integration.requestTemplates ?? [:]
        passthrough = integration.passthroughBehavior ?? "WHEN_NO_MATCH"
        responses = (integration.integrationResponses ?? [:]).sorted { $0.key < $1.key }.map { key, response in
            ServedIntegrationResponse(
                status: Int(response.statusCode ?? key) ?? 200,
                pattern: response.selectionPattern.flatMap { $0.isEmpty ? nil : try? SelectionPattern($0) },
                parameters: (response.responseParameters ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
                templates: response.responseTemplates ?? [:])
        }
    }
}
