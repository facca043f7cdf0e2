import APIGatewayV2Model
import ServiceKit

extension APIGatewayV2 {
    func tagResource(_ input: TagResourceRequest, _ call: Call) async throws -> TagResourceResponse {
        try await gateway.changeTags(of: input.resourceArn, call) { tags in
            tags.merge(input.tags ?? [:]) { $1 }
        }
        return TagResourceResponse()
    }
}
