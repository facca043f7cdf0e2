import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func updateRoute(_ input: UpdateRouteRequest, _ call: Call) async throws -> Route {
        try await change(input.apiId, call) { transaction in
            var route = try transaction.requireRoute(input.routeId, of: input.apiId)
            if let key = input.routeKey { route.routeKey = key }
            if let target = input.target { route.target = target }
            if let name = input.operationName { route.operationName = name }
            if let isRequired = input.apiKeyRequired { route.apiKeyRequired = isRequired }
            if let scopes = input.authorizationScopes { route.authorizationScopes = scopes }
            if let authorizer = input.authorizerId { route.authorizerId = authorizer.isEmpty ? nil : authorizer }
            if let type = input.authorizationType {
                route.authorizationType = type
                // Without an authorizer there is nothing left that the others would be for.
                if type == .noneValue || type == .awsIam {
                    route.authorizerId = nil
                    route.authorizationScopes = nil
                }
            }
            try route.check(in: input.apiId, transaction)
            try transaction.requireFree(route, of: input.apiId)
            try transaction.save(route, in: input.apiId)
            return route
        }
    }
}
