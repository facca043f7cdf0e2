import APIGatewayModel
import ServiceKit

extension APIGateway {
    func updateMethodResponse(_ input: UpdateMethodResponseRequest, _ call: Call) async throws -> MethodResponse {
        try await changeMethod(input.httpMethod, of: input.resourceId, in: input.restApiId, call) { method, _ in
            var response = try method.requireResponse(input.statusCode)
            try Patch.apply(
                input.patchOperations, paths: ["/responseParameters/{name}", "/responseModels/{contentType}"]
            ) { step in
                guard step.parts.count == 2 else { return false }
                switch step.parts[0] {
                case "responseParameters":
                    var parameters = response.responseParameters ?? [:]
                    parameters[step.parts[1]] =
                        step.op == .remove ? nil : step.value == nil ? false : try step.bool()
                    response.responseParameters = parameters
                case "responseModels":
                    guard step.op == .remove || step.text == "Empty" || step.text == "Error" else {
                        throw ServiceError.unsupported("A model")
                    }
                    step.apply(to: &response.responseModels)
                default: return false
                }
                return true
            }
            method.methodResponses?[input.statusCode] = response
            return response
        }
    }
}
