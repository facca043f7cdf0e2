import APIGatewayModel
import ServiceKit

extension APIGateway {
    func getRequestValidators(
        _ input: GetRequestValidatorsRequest, _ call: Call
    ) async throws -> GetRequestValidatorsResponse {
        let page = try await page(RequestValidator.self, of: input.restApiId, input.limit, input.position, call)
        return GetRequestValidatorsResponse(position: page.position, items: page.items)
    }
}
