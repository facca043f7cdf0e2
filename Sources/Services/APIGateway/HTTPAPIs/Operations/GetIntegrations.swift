import APIGatewayV2Model
import ServiceKit

extension APIGatewayV2 {
    func getIntegrations(_ input: GetIntegrationsRequest, _ call: Call) async throws -> GetIntegrationsResponse {
        let page = try await page(Integration.self, of: input.apiId, input.maxResults, input.nextToken, call)
        return GetIntegrationsResponse(items: page.items, nextToken: page.nextToken)
    }
}
