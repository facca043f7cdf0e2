import APIGatewayV2Model
import ServiceKit

extension APIGatewayV2 {
    func getAuthorizers(_ input: GetAuthorizersRequest, _ call: Call) async throws -> GetAuthorizersResponse {
        let page = try await page(Authorizer.self, of: input.apiId, input.maxResults, input.nextToken, call)
        return GetAuthorizersResponse(items: page.items, nextToken: page.nextToken)
    }
}
