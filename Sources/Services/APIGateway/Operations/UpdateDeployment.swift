import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func updateDeployment(_ input: UpdateDeploymentRequest, _ call: Call) async throws -> Deployment {
        try await change(input.restApiId, call) { transaction, record in
            var deployment = try transaction.requireRESTDeployment(input.deploymentId, of: record.id)
            try Patch.apply(input.patchOperations, paths: ["/description"]) { step in
                guard step.parts == ["description"] else { return false }
                deployment.description = step.op == .remove ? nil : step.text
                return true
            }
            try transaction.save(deployment, in: record.id)
            return deployment
        }
    }
}
