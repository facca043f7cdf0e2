import APIGatewayModel
import ServiceKit

/// Operations on deployments and stages.
extension APIGateway {
    var stageOperations: [Operation] {
        [
            signed(createDeployment, needs: { [try await need("POST", "/restapis/\($0.restApiId)/deployments", $1)] }),
            signed(
                getDeployment,
                needs: { [try await need("GET", "/restapis/\($0.restApiId)/deployments/\($0.deploymentId)", $1)] }),
            signed(getDeployments, needs: { [try await need("GET", "/restapis/\($0.restApiId)/deployments", $1)] }),
            signed(
                updateDeployment,
                needs: { [try await need("PATCH", "/restapis/\($0.restApiId)/deployments/\($0.deploymentId)", $1)] }),
            signed(
                deleteDeployment,
                needs: { [try await need("DELETE", "/restapis/\($0.restApiId)/deployments/\($0.deploymentId)", $1)] }),
            signed(
                createStage,
                needs: { [try await need("POST", "/restapis/\($0.restApiId)/stages", $1, RequestedTags($0.tags))] }),
            signed(
                getStage, needs: { [try await need("GET", "/restapis/\($0.restApiId)/stages/\($0.stageName)", $1)] }),
            signed(getStages, needs: { [try await need("GET", "/restapis/\($0.restApiId)/stages", $1)] }),
            signed(
                updateStage,
                needs: { [try await need("PATCH", "/restapis/\($0.restApiId)/stages/\($0.stageName)", $1)] }),
            signed(
                deleteStage,
                needs: { [try await need("DELETE", "/restapis/\($0.restApiId)/stages/\($0.stageName)", $1)] }),
            signed(
                flushStageAuthorizersCache,
                needs: {
                    [try await need("DELETE", "/restapis/\($0.restApiId)/stages/\($0.stageName)/cache/authorizers", $1)]
                }),
            signed(
                flushStageCache,
                needs: { [try await need("DELETE", "/restapis/\($0.restApiId)/stages/\($0.stageName)/cache/data", $1)] }
            ),
        ]
    }
}
