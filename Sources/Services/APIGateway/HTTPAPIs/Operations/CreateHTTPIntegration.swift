import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func createIntegration(_ input: CreateIntegrationRequest, _ call: Call) async throws -> Integration {
        let isFunction = input.integrationType == .awsProxy
        let integration = Integration(
            connectionType: input.connectionType ?? .internet, credentialsArn: input.credentialsArn,
            description: input.description, integrationId: gateway.newID(7),
            integrationMethod: input.integrationMethod ?? (isFunction ? "POST" : nil),
            integrationType: input.integrationType, integrationUri: input.integrationUri,
            payloadFormatVersion: input.payloadFormatVersion ?? (isFunction ? nil : "1.0"),
            requestParameters: input.requestParameters, responseParameters: input.responseParameters,
            timeoutInMillis: input.timeoutInMillis ?? Integration.longestTimeout)
        try integration.check()
        return try await change(input.apiId, call, deploys: false) { transaction in
            guard try transaction.count(Integration.self, of: input.apiId) < APILimits.integrations else {
                throw ServiceError.tooMany("Integrations")
            }
            try transaction.save(integration, in: input.apiId)
            return integration
        }
    }
}
