import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func createRoute(_ input: CreateRouteRequest, _ call: Call) async throws -> Route {
        let route = Route(
            apiKeyRequired: input.apiKeyRequired ?? false, authorizationScopes: input.authorizationScopes,
            authorizationType: input.authorizationType ?? .noneValue, authorizerId: input.authorizerId,
            operationName: input.operationName, routeId: gateway.newID(7), routeKey: input.routeKey,
            target: input.target)
        return try await change(input.apiId, call) { transaction in
            try route.check(in: input.apiId, transaction)
            try transaction.requireFree(route, of: input.apiId)
            guard try transaction.count(Route.self, of: input.apiId) < APILimits.routes else {
                throw ServiceError.tooMany("Routes")
            }
            try transaction.save(route, in: input.apiId)
            return route
        }
    }
}
