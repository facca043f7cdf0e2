import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func deleteStage(_ input: DeleteStageRequest, _ call: Call) async throws -> DeleteStageResponse {
        try await change(input.apiId, call, deploys: false) { transaction in
            let stage = try transaction.requireStage(input.stageName, of: input.apiId)
            try transaction.requireUnmapped(input.apiId, stage: input.stageName)
            try transaction.remove(stage, in: input.apiId)
        }
        return DeleteStageResponse()
    }
}
