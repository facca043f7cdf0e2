import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func updateDeployment(_ input: UpdateDeploymentRequest, _ call: Call) async throws -> Deployment {
        try await change(input.apiId, call, deploys: false) { transaction in
            var deployment = try transaction.requireDeployment(input.deploymentId, of: input.apiId)
            if let description = input.description { deployment.description = description }
            try transaction.save(deployment, in: input.apiId)
            return deployment
        }
    }
}
