import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func getMethodResponse(_ input: GetMethodResponseRequest, _ call: Call) async throws -> MethodResponse {
        try await read(input.restApiId, call) { snapshot in
            let method = try snapshot.requireMethod(input.httpMethod, of: input.resourceId, in: input.restApiId).1
            return try method.requireResponse(input.statusCode)
        }
    }
}

extension Method {
    func requireResponse(_ status: String) throws -> MethodResponse {
        guard let response = methodResponses?[status] else {
            throw ServiceError.notFound("Invalid Response status code specified")
        }
        return response
    }

    func requireIntegrationResponse(_ status: String) throws -> IntegrationResponse {
        guard let integration = methodIntegration else {
            throw ServiceError.notFound("Invalid Integration identifier specified")
        }
        guard let response = integration.integrationResponses?[status] else {
            throw ServiceError.notFound("Invalid Response status code specified")
        }
        return response
    }
}
