import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func flushStageAuthorizersCache(
        _ input: FlushStageAuthorizersCacheRequest, _ call: Call
    ) async throws -> FlushStageAuthorizersCacheResponse {
        _ = try await read(input.restApiId, call) { try $0.requireRESTStage(input.stageName, of: input.restApiId) }
        authorizerResults.forget(api: input.restApiId, stage: input.stageName)
        return FlushStageAuthorizersCacheResponse()
    }
}
