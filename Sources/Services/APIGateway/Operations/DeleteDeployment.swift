import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func deleteDeployment(_ input: DeleteDeploymentRequest, _ call: Call) async throws -> DeleteDeploymentResponse {
        try await change(input.restApiId, call) { transaction, record in
            let deployment = try transaction.requireRESTDeployment(input.deploymentId, of: record.id)
            let stages = try transaction.parts(Stage.self, of: record.id)
            guard !stages.contains(where: { $0.deploymentId == deployment.id }) else {
                throw ServiceError.badRequest("Active stages pointing to this deployment must be moved or deleted")
            }
            try transaction.remove(deployment, in: record.id)
            try transaction.delete(Stored<RESTSnapshot>.key(record.id, input.deploymentId).bytes)
        }
        return DeleteDeploymentResponse()
    }
}
