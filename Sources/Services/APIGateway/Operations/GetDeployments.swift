import APIGatewayModel
import ServiceKit

extension APIGateway {
    func getDeployments(_ input: GetDeploymentsRequest, _ call: Call) async throws -> GetDeploymentsResponse {
        let page = try await page(Deployment.self, of: input.restApiId, input.limit, input.position, call)
        return GetDeploymentsResponse(position: page.position, items: page.items)
    }
}
