import APIGatewayModel
import ServiceKit

extension APIGateway {
    func deleteMethodResponse(
        _ input: DeleteMethodResponseRequest, _ call: Call
    ) async throws -> DeleteMethodResponseResponse {
        try await changeMethod(input.httpMethod, of: input.resourceId, in: input.restApiId, call) { method, _ in
            _ = try method.requireResponse(input.statusCode)
            method.methodResponses?[input.statusCode] = nil
        }
        return DeleteMethodResponseResponse()
    }
}
