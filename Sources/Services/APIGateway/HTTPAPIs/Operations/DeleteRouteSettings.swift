import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func deleteRouteSettings(
        _ input: DeleteRouteSettingsRequest, _ call: Call
    ) async throws -> DeleteRouteSettingsResponse {
        try await change(input.apiId, call, deploys: false) { transaction in
            var stage = try transaction.requireStage(input.stageName, of: input.apiId)
            guard stage.routeSettings?[input.routeKey] != nil else {
                throw ServiceError.notFound(
                    "Unable to find Route by key \(input.routeKey) within the provided RouteSettings")
            }
            stage.routeSettings?[input.routeKey] = nil
            try transaction.save(stage, in: input.apiId)
        }
        return DeleteRouteSettingsResponse()
    }
}
