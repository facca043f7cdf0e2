import APIGatewayV2Model
import ServiceKit

extension APIGatewayV2 {
    func getDeployments(_ input: GetDeploymentsRequest, _ call: Call) async throws -> GetDeploymentsResponse {
        let page = try await page(Deployment.self, of: input.apiId, input.maxResults, input.nextToken, call)
        return GetDeploymentsResponse(items: page.items, nextToken: page.nextToken)
    }
}
