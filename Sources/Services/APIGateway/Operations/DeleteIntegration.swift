import APIGatewayModel
import ServiceKit

extension APIGateway {
    func deleteIntegration(_ input: DeleteIntegrationRequest, _ call: Call) async throws -> DeleteIntegrationResponse {
        try await changeMethod(input.httpMethod, of: input.resourceId, in: input.restApiId, call) { method, _ in
            guard method.methodIntegration != nil else {
                throw ServiceError.notFound("Invalid Integration identifier specified")
            }
            method.methodIntegration = nil
        }
        return DeleteIntegrationResponse()
    }
}
