import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    /// Deploys what the API is now, and points a stage at it if one is named.
    func createDeployment(_ input: CreateDeploymentRequest, _ call: Call) async throws -> Deployment {
        let now = clock.now
        let id = gateway.newID(6)
        return try await change(input.apiId, call, deploys: false) { transaction in
            let deployment = try transaction.deploy(input.apiId, as: id, input.description, at: now)
            if let name = input.stageName {
                var stage = try transaction.requireStage(name, of: input.apiId)
                guard stage.autoDeploy != true else {
                    throw ServiceError.badRequest(
                        "Deployment ID cannot be set for a stage with auto deploy enabled")
                }
                stage.deploymentId = id
                stage.lastUpdatedDate = now
                try transaction.save(stage, in: input.apiId)
            }
            return deployment
        }
    }
}
