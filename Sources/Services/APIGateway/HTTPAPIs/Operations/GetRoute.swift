import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func getRoute(_ input: GetRouteRequest, _ call: Call) async throws -> Route {
        try await read(input.apiId, call) { try $0.requireRoute(input.routeId, of: input.apiId) }
    }
}
