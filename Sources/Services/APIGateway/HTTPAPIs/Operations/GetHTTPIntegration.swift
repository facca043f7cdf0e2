import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func getIntegration(_ input: GetIntegrationRequest, _ call: Call) async throws -> Integration {
        try await read(input.apiId, call) { try $0.requireIntegration(input.integrationId, of: input.apiId) }
    }
}
