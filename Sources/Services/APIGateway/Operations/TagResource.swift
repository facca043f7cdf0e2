import APIGatewayModel
import ServiceKit

extension APIGateway {
    func tagResource(_ input: TagResourceRequest, _ call: Call) async throws -> TagResourceResponse {
        try await changeTags(of: input.resourceArn, call) { $0.merge(input.tags) { $1 } }
        return TagResourceResponse()
    }
}
