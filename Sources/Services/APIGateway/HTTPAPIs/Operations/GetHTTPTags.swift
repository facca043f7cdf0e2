import APIGatewayV2Model
import ServiceKit

extension APIGatewayV2 {
    func getTags(_ input: GetTagsRequest, _ call: Call) async throws -> GetTagsResponse {
        GetTagsResponse(tags: try await gateway.tags(of: input.resourceArn, call))
    }
}
