import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    /// Stages have no cache of answers here, so that it is always empty.
    func flushStageCache(_ input: FlushStageCacheRequest, _ call: Call) async throws -> FlushStageCacheResponse {
        _ = try await read(input.restApiId, call) { try $0.requireRESTStage(input.stageName, of: input.restApiId) }
        return FlushStageCacheResponse()
    }
}
