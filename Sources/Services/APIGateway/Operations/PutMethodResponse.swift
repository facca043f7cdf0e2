import APIGatewayModel
import ServiceKit

extension APIGateway {
    func putMethodResponse(_ input: PutMethodResponseRequest, _ call: Call) async throws -> MethodResponse {
        try RESTRules.checkStatus(input.statusCode)
        guard input.responseModels?.values.allSatisfy({ $0 == "Empty" || $0 == "Error" }) != false else {
            throw ServiceError.unsupported("A model")
        }
        let response = MethodResponse(
            statusCode: input.statusCode, responseParameters: input.responseParameters,
            responseModels: input.responseModels)
        return try await changeMethod(input.httpMethod, of: input.resourceId, in: input.restApiId, call) { method, _ in
            guard method.methodResponses?[input.statusCode] == nil else {
                throw ServiceError.conflict("Response already exists for this resource")
            }
            method.methodResponses = (method.methodResponses ?? [:]).merging([input.statusCode: response]) { $1 }
            return response
        }
    }
}
