import APIGatewayModel
import ServiceKit

extension APIGateway {
    func untagResource(_ input: UntagResourceRequest, _ call: Call) async throws -> UntagResourceResponse {
        try await changeTags(of: input.resourceArn, call) { tags in
            for key in input.tagKeys { tags[key] = nil }
        }
        return UntagResourceResponse()
    }
}
