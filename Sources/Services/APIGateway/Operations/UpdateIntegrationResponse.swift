import APIGatewayModel
import ServiceKit

extension APIGateway {
    private static let paths = [
        "/selectionPattern", "/responseParameters/{name}", "/responseTemplates/{contentType}",
    ]

    func updateIntegrationResponse(
        _ input: UpdateIntegrationResponseRequest, _ call: Call
    ) async throws -> IntegrationResponse {
        try await changeMethod(input.httpMethod, of: input.resourceId, in: input.restApiId, call) { method, _ in
            var response = try method.requireIntegrationResponse(input.statusCode)
            try Patch.apply(input.patchOperations, paths: Self.paths) { step in
                switch step.parts.first {
                case "selectionPattern"?: response.selectionPattern = step.op == .remove ? nil : step.text
                case "responseParameters"? where step.parts.count == 2: step.apply(to: &response.responseParameters)
                case "responseTemplates"? where step.parts.count == 2: step.apply(to: &response.responseTemplates)
                default: return false
                }
                return true
            }
            try response.check()
            try response.checkParameters(method)
            method.methodIntegration?.integrationResponses?[input.statusCode] = response
            return response
        }
    }
}
