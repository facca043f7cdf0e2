import APIGatewayV2Model
import ServiceKit
import Storage

/// What the store has of an HTTP API. Of deployments that were compiled before only the names.
struct LoadedHTTPAPI: Sendable {
    var entry: APIEntry
    var api: Api
    var stages: [Stage]
    var snapshots: [String: HTTPSnapshot] = [:]
    var compiled: [String: HTTPRoutes] = [:]
}

/// Makes of an HTTP API what its calls need.
struct HTTPLoader: Sendable {
    /// By API and deployment, which never change; what follows the API itself has its revision in its name.
    private let compiled = BoundedCache<String, HTTPRoutes>(limit: 1024)

    func load(_ entry: APIEntry, _ snapshot: any Snapshot) throws -> LoadedHTTPAPI {
        guard let record = try snapshot.find(HTTPAPIRecord.self, HTTPAPIRecord.key(entry.id)) else {
            throw StorageError.corrupt("an API has no settings")
        }
        var loaded = LoadedHTTPAPI(
            entry: entry, api: record.api, stages: try snapshot.parts(of: entry.id))
        for name in Set(loaded.stages.compactMap { $0.source(entry) }) {
            if let routes = compiled[name] {
                loaded.compiled[name] = routes
            } else if name.hasSuffix(Stage.liveMark) {
                loaded.snapshots[name] = try snapshot.httpSnapshot(of: entry.id, as: name)
            } else if let id = name.split(separator: "/").last {
                loaded.snapshots[name] = try snapshot.part(HTTPSnapshot.self, String(id), of: entry.id)
            }
        }
        return loaded
    }

    func compile(_ loaded: LoadedHTTPAPI) -> ServedAPI {
        var routes = loaded.compiled
        for (name, snapshot) in loaded.snapshots {
            routes[name] = HTTPRoutes(snapshot, loaded.entry)
            compiled[name] = routes[name]
        }
        var stages: [String: ServedHTTPStage] = [:]
        for stage in loaded.stages {
            guard let source = stage.source(loaded.entry), let found = routes[source] else { continue }
            stages[stage.stageName] = ServedHTTPStage(
                name: stage.stageName, variables: stage.stageVariables ?? [:], routes: found,
                throttles: StageThrottles(stage), accessLog: stage.accessLogSettings.flatMap(AccessLogFormat.init))
        }
        return ServedAPI(
            id: loaded.entry.id, accountID: loaded.entry.accountID, region: loaded.entry.region,
            isEndpointDisabled: loaded.api.disableExecuteApiEndpoint == true,
            kind: .http(ServedHTTPAPI(cors: loaded.api.corsConfiguration.map(CORSRules.init), stages: stages)))
    }
}

extension Stage {
    static let liveMark = "/live"

    /// What the stage serves: a deployment, or the API as it is.
    fileprivate func source(_ entry: APIEntry) -> String? {
        guard let deploymentId else { return nil }
        return autoDeploy == true ? "\(entry.id)/\(entry.revision)\(Self.liveMark)" : "\(entry.id)/\(deploymentId)"
    }
}

extension HTTPRoutes {
    init(_ snapshot: HTTPSnapshot, _ entry: APIEntry) {
        let integrations = Dictionary(
            snapshot.integrations.compactMap { integration in
                ServedHTTPIntegration(integration).map { (integration.partID, $0) }
            }, uniquingKeysWith: { $1 })
        let authorizers = Dictionary(
            snapshot.authorizers.map { ($0.partID, $0) }, uniquingKeysWith: { $1 })
        var tree = PathTree<ServedHTTPRoute>()
        var fallback: ServedHTTPRoute?
        for route in snapshot.routes {
            guard let key = try? RouteKey(route.routeKey) else { continue }
            let served = ServedHTTPRoute(
                key: route.routeKey, path: key.method == nil ? "$default" : key.path,
                authorization: .init(route, authorizers), scopes: route.authorizationScopes ?? [],
                integration: route.integrationID.flatMap { integrations[$0] })
            if let method = key.method, let template = PathTemplate(key.path) {
                tree.insert(served, method: method, at: template)
            } else {
                fallback = served
            }
        }
        self.init(tree: tree, fallback: fallback)
    }
}

extension ServedHTTPRoute.Authorization {
    fileprivate init(_ route: Route, _ authorizers: [String: Authorizer]) {
        let authorizer = route.authorizerId.flatMap { authorizers[$0] }
        switch route.authorizationType {
        case .awsIam?: self = .iam
        case .jwt?: self = authorizer.flatMap(JWTAuthorizer.init).map { .jwt($0) } ?? .nobody
        case .custom?: self = authorizer.flatMap(FunctionAuthorizer.init).map { .function($0) } ?? .nobody
        default: self = .none
        }
    }
}

extension ServedHTTPIntegration {
    fileprivate init?(_ integration: Integration) {
        let uri = integration.integrationUri ?? ""
        switch integration.integrationType {
        case .awsProxy?:
            guard let target = FunctionTarget(uri) else { return nil }
            kind = .function(target, isVersion2: integration.payloadFormatVersion != "1.0")
        case .httpProxy?:
            kind = .http(
                HTTPTarget(uri),
                method: integration.integrationMethod == "ANY" ? nil : integration.integrationMethod)
        default: return nil
        }
        guard let request = try? RequestMapping(integration.requestParameters ?? [:]),
            let response = try? ResponseMapping(integration.responseParameters ?? [:])
        else { return nil }
        id = integration.partID
        credentials = integration.credentialsArn
        timeoutMilliseconds = integration.timeoutInMillis ?? Integration.longestTimeout
        self.request = request
        self.response = response
    }
}
