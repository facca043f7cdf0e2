import APIGatewayV2Model
import ServiceKit

extension APIGatewayV2 {
    func untagResource(_ input: UntagResourceRequest, _ call: Call) async throws -> UntagResourceResponse {
        try await gateway.changeTags(of: input.resourceArn, call) { tags in
            for key in input.tagKeys { tags[key] = nil }
        }
        return UntagResourceResponse()
    }
}
