import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func getStage(_ input: GetStageRequest, _ call: Call) async throws -> Stage {
        try await read(input.restApiId, call) { try $0.requireRESTStage(input.stageName, of: input.restApiId).shown() }
    }
}
