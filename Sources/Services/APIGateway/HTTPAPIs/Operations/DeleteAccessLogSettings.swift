import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func deleteAccessLogSettings(
        _ input: DeleteAccessLogSettingsRequest, _ call: Call
    ) async throws -> DeleteAccessLogSettingsResponse {
        try await change(input.apiId, call, deploys: false) { transaction in
            var stage = try transaction.requireStage(input.stageName, of: input.apiId)
            stage.accessLogSettings = nil
            try transaction.save(stage, in: input.apiId)
        }
        return DeleteAccessLogSettingsResponse()
    }
}
