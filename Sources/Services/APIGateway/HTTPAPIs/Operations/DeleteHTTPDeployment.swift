import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func deleteDeployment(_ input: DeleteDeploymentRequest, _ call: Call) async throws -> DeleteDeploymentResponse {
        try await change(input.apiId, call, deploys: false) { transaction in
            _ = try transaction.requireDeployment(input.deploymentId, of: input.apiId)
            let isUsed = try transaction.parts(Stage.self, of: input.apiId).contains {
                $0.deploymentId == input.deploymentId
            }
            guard !isUsed else {
                throw ServiceError.badRequest("Active stages pointing to this deployment must be moved or deleted")
            }
            try transaction.forgetDeployment(input.deploymentId, of: input.apiId)
        }
        return DeleteDeploymentResponse()
    }
}
