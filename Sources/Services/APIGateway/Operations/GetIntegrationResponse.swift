import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func getIntegrationResponse(
        _ input: GetIntegrationResponseRequest, _ call: Call
    ) async throws -> IntegrationResponse {
        try await read(input.restApiId, call) { snapshot in
            let method = try snapshot.requireMethod(input.httpMethod, of: input.resourceId, in: input.restApiId).1
            return try method.requireIntegrationResponse(input.statusCode)
        }
    }
}
