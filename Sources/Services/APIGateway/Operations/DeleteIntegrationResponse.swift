import APIGatewayModel
import ServiceKit

extension APIGateway {
    func deleteIntegrationResponse(
        _ input: DeleteIntegrationResponseRequest, _ call: Call
    ) async throws -> DeleteIntegrationResponseResponse {
        try await changeMethod(input.httpMethod, of: input.resourceId, in: input.restApiId, call) { method, _ in
            _ = try method.requireIntegrationResponse(input.statusCode)
            method.methodIntegration?.integrationResponses?[input.statusCode] = nil
        }
        return DeleteIntegrationResponseResponse()
    }
}
