import APIGatewayModel
import ServiceKit
import Wire

extension APIGateway {
    func putIntegrationResponse(
        _ input: PutIntegrationResponseRequest, _ call: Call
    ) async throws -> IntegrationResponse {
        let response = IntegrationResponse(
            statusCode: input.statusCode, selectionPattern: input.selectionPattern,
            responseParameters: input.responseParameters, responseTemplates: input.responseTemplates,
            contentHandling: input.contentHandling)
        try response.check()
        return try await changeMethod(input.httpMethod, of: input.resourceId, in: input.restApiId, call) { method, _ in
            guard var integration = method.methodIntegration else {
                throw ServiceError.notFound("Invalid Integration identifier specified")
            }
            guard method.methodResponses?[input.statusCode] != nil else {
                throw ServiceError.notFound("Invalid Response status code specified")
            }
            try response.checkParameters(method)
            integration.integrationResponses = (integration.integrationResponses ?? [:])
                .merging([input.statusCode: response]) { $1 }
            method.methodIntegration = integration
            return response
        }
    }
}

extension IntegrationResponse {
    func check() throws {
        try RESTRules.checkStatus(statusCode ?? "")
        try RESTRules.checkTemplates(responseTemplates)
        guard contentHandling != .convertToBinary else {
            throw ServiceError.unsupported("Converting content to binary")
        }
        if let selectionPattern, (try? SelectionPattern(selectionPattern)) == nil {
            throw ServiceError.badRequest("Invalid selection pattern specified: \(selectionPattern)")
        }
    }

    /// What a response sets must be among what the method's response has.
    func checkParameters(_ method: Method) throws {
        for (name, source) in responseParameters ?? [:] {
            guard name.hasPrefix("method.response.header."), RESTMapping.isSource(source) else {
                throw ServiceError.badRequest(
                    "Invalid mapping expression specified: Validation Result: warnings : [], errors : "
                        + "[Invalid mapping expression parameter specified: \(name)]")
            }
            guard method.methodResponses?[statusCode ?? ""]?.responseParameters?[name] != nil else {
                throw ServiceError.badRequest("Invalid mapping expression parameter specified: \(name)")
            }
        }
    }
}
