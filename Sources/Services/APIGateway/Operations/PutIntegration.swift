import APIGatewayModel
import ServiceKit

extension APIGateway {
    func putIntegration(_ input: PutIntegrationRequest, _ call: Call) async throws -> Integration {
        let isHTTP = input.type == .http || input.type == .httpProxy
        var integration = Integration(
            type: input.type, httpMethod: input.integrationHttpMethod, uri: input.uri,
            connectionType: input.connectionType ?? (isHTTP ? .internet : nil), credentials: input.credentials,
            requestParameters: input.requestParameters, requestTemplates: input.requestTemplates,
            passthroughBehavior: input.passthroughBehavior ?? "WHEN_NO_MATCH", contentHandling: input.contentHandling,
            timeoutInMillis: input.timeoutInMillis ?? Integration.longestTimeout,
            cacheNamespace: input.cacheNamespace ?? input.resourceId,
            cacheKeyParameters: input.cacheKeyParameters ?? [],
            responseTransferMode: input.responseTransferMode)
        try integration.check()
        if integration.type == .mock { (integration.uri, integration.httpMethod) = (nil, nil) }
        let made = integration
        return try await changeMethod(input.httpMethod, of: input.resourceId, in: input.restApiId, call) { method, _ in
            method.methodIntegration = made
            return made
        }
    }
}
