import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func getStages(_ input: GetStagesRequest, _ call: Call) async throws -> GetStagesResponse {
        let stages = try await read(input.restApiId, call) { try $0.parts(Stage.self, of: input.restApiId) }
        let wanted = stages.filter { input.deploymentId == nil || $0.deploymentId == input.deploymentId }
        return GetStagesResponse(item: wanted.map { $0.shown() })
    }
}
