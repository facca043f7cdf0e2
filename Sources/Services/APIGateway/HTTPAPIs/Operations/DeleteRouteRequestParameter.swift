import APIGatewayV2Model
import ServiceKit

extension APIGatewayV2 {
    /// Request parameters are WebSocket APIs' alone, so that a route of an HTTP API has none to delete.
    func deleteRouteRequestParameter(
        _ input: DeleteRouteRequestParameterRequest, _ call: Call
    ) async throws -> DeleteRouteRequestParameterResponse {
        _ = try await read(input.apiId, call) { try $0.requireRoute(input.routeId, of: input.apiId) }
        throw ServiceError.notFound(
            "Unable to find RequestParameter by key \(input.requestParameterKey) within the provided Route")
    }
}
