import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func deleteStage(_ input: DeleteStageRequest, _ call: Call) async throws -> DeleteStageResponse {
        try await change(input.restApiId, call) { transaction, record in
            let stage = try transaction.requireRESTStage(input.stageName, of: record.id)
            try transaction.requireUnmapped(record.id, stage: input.stageName)
            try transaction.remove(stage, in: record.id)
        }
        return DeleteStageResponse()
    }
}
