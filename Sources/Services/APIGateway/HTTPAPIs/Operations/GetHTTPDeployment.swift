import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func getDeployment(_ input: GetDeploymentRequest, _ call: Call) async throws -> Deployment {
        try await read(input.apiId, call) { try $0.requireDeployment(input.deploymentId, of: input.apiId) }
    }
}

extension Snapshot {
    func requireDeployment(_ id: String, of apiID: String) throws -> Deployment {
        guard let deployment = try part(Deployment.self, id, of: apiID) else {
            throw ServiceError.notFound("Unable to find Deployment by ID \(id) within the provided API")
        }
        return deployment
    }
}
