import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func deleteGatewayResponse(
        _ input: DeleteGatewayResponseRequest, _ call: Call
    ) async throws -> DeleteGatewayResponseResponse {
        try await change(input.restApiId, call) { transaction, record in
            let type = input.responseType.rawValue
            guard let response = try transaction.part(GatewayResponse.self, type, of: record.id) else {
                throw ServiceError.notFound("Gateway response type not defined on api")
            }
            try transaction.remove(response, in: record.id)
        }
        return DeleteGatewayResponseResponse()
    }
}
