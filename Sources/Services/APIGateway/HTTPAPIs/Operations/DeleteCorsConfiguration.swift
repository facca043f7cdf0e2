import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func deleteCorsConfiguration(
        _ input: DeleteCorsConfigurationRequest, _ call: Call
    ) async throws -> DeleteCorsConfigurationResponse {
        try await change(input.apiId, call) { transaction in
            var record = try transaction.requireHTTPAPI(input.apiId, call)
            record.api.corsConfiguration = nil
            try transaction.save(record)
        }
        return DeleteCorsConfigurationResponse()
    }
}
