import APIGatewayV2Model
import ServiceKit

extension APIGatewayV2 {
    func getRoutes(_ input: GetRoutesRequest, _ call: Call) async throws -> GetRoutesResponse {
        let page = try await page(Route.self, of: input.apiId, input.maxResults, input.nextToken, call)
        return GetRoutesResponse(items: page.items, nextToken: page.nextToken)
    }
}
