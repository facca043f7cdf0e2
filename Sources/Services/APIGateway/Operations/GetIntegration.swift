import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func getIntegration(_ input: GetIntegrationRequest, _ call: Call) async throws -> Integration {
        try await read(input.restApiId, call) {
            try $0.requireIntegration(input.httpMethod, of: input.resourceId, in: input.restApiId)
        }
    }
}
