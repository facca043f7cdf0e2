import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func resetAuthorizersCache(
        _ input: ResetAuthorizersCacheRequest, _ call: Call
    ) async throws -> ResetAuthorizersCacheResponse {
        _ = try await read(input.apiId, call) { try $0.requireStage(input.stageName, of: input.apiId) }
        gateway.authorizerResults.forget(api: input.apiId, stage: input.stageName)
        return ResetAuthorizersCacheResponse()
    }
}
