import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func getDeployment(_ input: GetDeploymentRequest, _ call: Call) async throws -> Deployment {
        let isWhole = input.embed?.contains("apisummary") == true
        return try await read(input.restApiId, call) { snapshot in
            var deployment = try snapshot.requireRESTDeployment(input.deploymentId, of: input.restApiId)
            if isWhole {
                deployment.apiSummary = try snapshot.part(
                    RESTSnapshot.self, input.deploymentId, of: input.restApiId)?.summary
            }
            return deployment
        }
    }
}

extension RESTSnapshot {
    /// By path and method.
    fileprivate var summary: [String: [String: MethodSnapshot]] {
        var summary: [String: [String: MethodSnapshot]] = [:]
        for resource in resources {
            guard let path = resource.path, let methods = resource.resourceMethods, !methods.isEmpty else { continue }
            summary[path] = methods.mapValues {
                MethodSnapshot(authorizationType: $0.authorizationType, apiKeyRequired: $0.apiKeyRequired)
            }
        }
        return summary
    }
}
