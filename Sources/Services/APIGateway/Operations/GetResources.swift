import APIGatewayModel
import ServiceKit

extension APIGateway {
    func getResources(_ input: GetResourcesRequest, _ call: Call) async throws -> GetResourcesResponse {
        let page = try await page(Resource.self, of: input.restApiId, input.limit, input.position, call)
        let isWhole = input.embed?.contains("methods") == true
        return GetResourcesResponse(
            position: page.position, items: page.items.map { $0.shown(withMethods: isWhole) })
    }
}
