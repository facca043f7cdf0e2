import APIGatewayV2Model
import FoundationEssentials
import ServiceKit
import Storage

extension APIGatewayV2 {
    /// Makes an HTTP API; with a target it can be called at once: an integration, a route and the stage `$default`, which
    /// deploys by itself, come with it.
    func createApi(_ input: CreateApiRequest, _ call: Call) async throws -> Api {
        let api = try newAPI(input, id: gateway.newID(10))
        let id = api.apiId ?? ""
        let quick = try QuickCreate(
            target: input.target, routeKey: input.routeKey, credentials: input.credentialsArn, gateway)
        let entry = APIEntry(id: id, accountID: call.accountID, region: call.region, kind: .http)
        let now = clock.now
        try await store.write { transaction in
            guard try transaction.countAPIs(.http, call, atMost: APILimits.apis) < APILimits.apis else {
                throw ServiceError.tooMany("APIs")
            }
            guard try !transaction.exists(entry.key) else { throw ServiceError.conflict("Please try again.") }
            try transaction.save(entry)
            try transaction.save(HTTPAPIRecord(id: id, api: api))
            try quick?.save(in: id, transaction, at: now)
        }
        return api
    }

    private func newAPI(_ input: CreateApiRequest, id: String) throws -> Api {
        guard input.protocolType != .websocket else { throw ServiceError.unsupported("A WebSocket API") }
        guard input.protocolType == .http else {
            throw ServiceError.badRequest("Invalid protocol specified. Must be one of [HTTP, WEBSOCKET]")
        }
        try APIRules.checkName(input.name)
        try APIRules.checkSelection(input.routeSelectionExpression, input.apiKeySelectionExpression)
        try input.corsConfiguration?.check()
        try APIGateway.check(input.tags)
        return Api(
            apiEndpoint: gateway.endpoint(of: id), apiId: id,
            apiKeySelectionExpression: input.apiKeySelectionExpression ?? "$request.header.x-api-key",
            corsConfiguration: input.corsConfiguration, createdDate: clock.now, description: input.description,
            disableExecuteApiEndpoint: input.disableExecuteApiEndpoint ?? false,
            ipAddressType: input.ipAddressType ?? .ipv4, name: input.name, protocolType: .http,
            routeSelectionExpression: APIRules.selection, tags: input.tags ?? [:], version: input.version)
    }
}

/// What comes with an API that is made with a target.
struct QuickCreate: Sendable {
    private let integration: Integration
    private let route: Route
    private let deploymentID: String

    /// Nil where there is no target.
    init?(target: String?, routeKey: String?, credentials: String?, _ gateway: APIGateway) throws {
        guard let target else {
            guard routeKey == nil, credentials == nil else {
                throw ServiceError.badRequest("Target is required when a route key or credentials are specified")
            }
            return nil
        }
        let routeKey = routeKey ?? "$default"
        _ = try RouteKey(routeKey)
        let isFunction = target.hasPrefix("arn:")
        integration = Integration(
            apiGatewayManaged: true, connectionType: .internet, credentialsArn: credentials,
            integrationId: gateway.newID(7), integrationMethod: isFunction ? "POST" : "ANY",
            integrationType: isFunction ? .awsProxy : .httpProxy, integrationUri: target,
            payloadFormatVersion: isFunction ? "2.0" : "1.0", timeoutInMillis: 30_000)
        try integration.check()
        route = Route(
            apiGatewayManaged: true, apiKeyRequired: false, authorizationType: .noneValue, routeId: gateway.newID(7),
            routeKey: routeKey, target: "integrations/\(integration.partID)")
        deploymentID = gateway.newID(6)
    }

    func save(in apiID: String, _ transaction: any Transaction, at now: Date) throws {
        try transaction.save(integration, in: apiID)
        try transaction.save(route, in: apiID)
        try transaction.save(
            Stage(
                apiGatewayManaged: true, autoDeploy: true, createdDate: now,
                defaultRouteSettings: RouteSettings(detailedMetricsEnabled: false), lastUpdatedDate: now,
                routeSettings: [:], stageName: "$default", stageVariables: [:], tags: [:]), in: apiID)
        try transaction.deployAutomatically(apiID, as: deploymentID, at: now)
    }
}
