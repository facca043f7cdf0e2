import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func getStage(_ input: GetStageRequest, _ call: Call) async throws -> Stage {
        try await read(input.apiId, call) { try $0.requireStage(input.stageName, of: input.apiId) }
    }
}
