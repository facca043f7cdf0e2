import APIGatewayModel
import ServiceKit

extension APIGateway {
    /// All tags there are: so few that they are one page.
    func getTags(_ input: GetTagsRequest, _ call: Call) async throws -> GetTagsResponse {
        GetTagsResponse(tags: try await tags(of: input.resourceArn, call))
    }
}
