import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func deleteRoute(_ input: DeleteRouteRequest, _ call: Call) async throws -> DeleteRouteResponse {
        try await change(input.apiId, call) { transaction in
            let route = try transaction.requireRoute(input.routeId, of: input.apiId)
            try transaction.remove(route, in: input.apiId)
            try transaction.removeSettings(ofRoute: route.routeKey, in: input.apiId)
        }
        return DeleteRouteResponse()
    }
}

extension Transaction {
    fileprivate func removeSettings(ofRoute key: String, in apiID: String) throws {
        for var stage in try parts(Stage.self, of: apiID) where stage.routeSettings?[key] != nil {
            stage.routeSettings?[key] = nil
            try save(stage, in: apiID)
        }
    }
}
