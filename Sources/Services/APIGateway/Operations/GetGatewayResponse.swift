import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func getGatewayResponse(_ input: GetGatewayResponseRequest, _ call: Call) async throws -> GatewayResponse {
        try await read(input.restApiId, call) { try $0.gatewayResponse(input.responseType, of: input.restApiId) }
    }
}
