import APIGatewayV2Model
import ServiceKit

extension APIGatewayV2 {
    func getStages(_ input: GetStagesRequest, _ call: Call) async throws -> GetStagesResponse {
        let page = try await page(Stage.self, of: input.apiId, input.maxResults, input.nextToken, call)
        return GetStagesResponse(items: page.items, nextToken: page.nextToken)
    }
}
