import APIGatewayModel
import ServiceKit

extension APIGateway {
    func getAuthorizers(_ input: GetAuthorizersRequest, _ call: Call) async throws -> GetAuthorizersResponse {
        let page = try await page(Authorizer.self, of: input.restApiId, input.limit, input.position, call)
        return GetAuthorizersResponse(position: page.position, items: page.items)
    }
}
