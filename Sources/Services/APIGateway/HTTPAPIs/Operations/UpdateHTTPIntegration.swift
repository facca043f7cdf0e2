import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    /// Parameters that are given are added to those there were; one that is given empty goes.
    func updateIntegration(_ input: UpdateIntegrationRequest, _ call: Call) async throws -> Integration {
        try await change(input.apiId, call) { transaction in
            var integration = try transaction.requireIntegration(input.integrationId, of: input.apiId)
            if let type = input.connectionType { integration.connectionType = type }
            if let credentials = input.credentialsArn {
                integration.credentialsArn = credentials.isEmpty ? nil : credentials
            }
            if let description = input.description { integration.description = description }
            if let method = input.integrationMethod { integration.integrationMethod = method }
            if let type = input.integrationType { integration.integrationType = type }
            if let uri = input.integrationUri { integration.integrationUri = uri }
            if let version = input.payloadFormatVersion { integration.payloadFormatVersion = version }
            if let timeout = input.timeoutInMillis { integration.timeoutInMillis = timeout }
            if let parameters = input.requestParameters {
                integration.requestParameters = (integration.requestParameters ?? [:]).updated(by: parameters)
            }
            if let parameters = input.responseParameters {
                integration.responseParameters = (integration.responseParameters ?? [:])
                    .merging(parameters) { $0.updated(by: $1) }.filter { !$0.value.isEmpty }
                for (status, change) in parameters where change.isEmpty {
                    integration.responseParameters?[status] = nil
                }
            }
            try integration.check()
            try transaction.save(integration, in: input.apiId)
            return integration
        }
    }
}

extension [String: String] {
    /// With the entries of `changes`, those that are empty taken out.
    func updated(by changes: [String: String]) -> [String: String] {
        merging(changes) { $1 }.filter { !$0.value.isEmpty }
    }
}
