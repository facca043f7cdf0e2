import APIGatewayV2Model
import ServiceKit
import Storage

extension Route {
    private static let mostScopes = 100

    var integrationID: String? {
        guard let target, target.hasPrefix("integrations/") else { return nil }
        return String(target.dropFirst("integrations/".count))
    }

    /// What AWS asks of a route of an HTTP API.
    func check(in apiID: String, _ snapshot: any Snapshot) throws {
        _ = try RouteKey(routeKey)
        guard apiKeyRequired != true else {
            throw ServiceError.badRequest("API keys are not supported for HTTP protocol APIs")
        }
        if target != nil {
            guard let integrationID else {
                throw ServiceError.badRequest(
                    "Invalid target specified. Format should be 'integrations/<integration-id>'")
            }
            _ = try snapshot.requireIntegration(integrationID, of: apiID)
        }
        guard authorizationScopes?.count ?? 0 <= Self.mostScopes else {
            throw ServiceError.badRequest("The number of authorization scopes exceeds the limit of \(Self.mostScopes)")
        }
        try checkAuthorizer(in: apiID, snapshot)
    }

    private func checkAuthorizer(in apiID: String, _ snapshot: any Snapshot) throws {
        let type = authorizationType ?? .noneValue
        guard [.noneValue, .awsIam, .custom, .jwt].contains(type) else {
            throw ServiceError.badRequest("Invalid authorization type specified")
        }
        if type != .jwt, authorizationScopes?.isEmpty == false {
            throw ServiceError.badRequest("Authorization scopes are supported for JWT authorization only")
        }
        guard type == .jwt || type == .custom else { return }
        guard let authorizerId else {
            throw ServiceError.badRequest("Authorizer ID is required for authorization type \(type.rawValue)")
        }
        let authorizer = try snapshot.requireAuthorizer(authorizerId, of: apiID)
        guard authorizer.authorizerType == (type == .jwt ? .jwt : .request) else {
            throw ServiceError.badRequest("The authorizer is not of the authorization type \(type.rawValue)")
        }
    }
}

extension Snapshot {
    func requireRoute(_ id: String, of apiID: String) throws -> Route {
        guard let route = try part(Route.self, id, of: apiID) else {
            throw ServiceError.notFound("Unable to find Route by ID \(id) within the provided API")
        }
        return route
    }

    /// No other route is for the same requests.
    func requireFree(_ route: Route, of apiID: String) throws {
        let other = try find(Stored<Route>.self, index: Route.byKey(apiID, RouteKey.shape(route.routeKey)))
        guard other == nil || other?.part.routeId == route.routeId else {
            throw ServiceError.conflict("Route with key \(route.routeKey) already exists for this API")
        }
    }
}
