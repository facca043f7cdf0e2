import APIGatewayV2Model
import FoundationEssentials
import ServiceKit
import Storage

private let noRoutes = "Unable to deploy API because no routes exist in this API"

extension Transaction {
    /// Lets the stages that deploy by themselves follow a change: they get a deployment, one for all, in the place of the
    /// one before, which goes unless another stage was pointed at it.
    func deployAutomatically(_ apiID: String, as deploymentID: String, at now: Date) throws {
        let stages = try parts(Stage.self, of: apiID, limit: APILimits.stages + 1)
        let following = stages.filter { $0.autoDeploy == true }
        guard !following.isEmpty else { return }
        let hasRoutes = try !list(Stored<Route>.self, prefix: Stored<Route>.listing(apiID), limit: 1).records.isEmpty
        let kept = Set(stages.filter { $0.autoDeploy != true }.compactMap(\.deploymentId))
        for old in Set(following.compactMap(\.deploymentId)) where !kept.contains(old) {
            // What somebody deployed by hand stays.
            guard try part(Deployment.self, old, of: apiID)?.autoDeployed == true else { continue }
            try forgetDeployment(old, of: apiID)
        }
        if hasRoutes {
            try save(
                Deployment(
                    autoDeployed: true, createdDate: now, deploymentId: deploymentID, deploymentStatus: .deployed,
                    description: "Automatic deployment triggered by changes to the Api configuration"), in: apiID)
        }
        for var stage in following {
            stage.deploymentId = hasRoutes ? deploymentID : nil
            stage.lastDeploymentStatusMessage =
                hasRoutes
                ? "Successfully deployed stage with deployment ID '\(deploymentID)'"
                : "Deployment attempt failed: \(noRoutes)"
            stage.lastUpdatedDate = now
            try save(stage, in: apiID)
        }
    }

    /// Keeps what the deployment serves, for a stage that does not follow further changes.
    func keepDeployment(_ deploymentID: String, of apiID: String) throws {
        guard try part(HTTPSnapshot.self, deploymentID, of: apiID) == nil else { return }
        try save(try httpSnapshot(of: apiID, as: deploymentID), in: apiID)
    }

    func forgetDeployment(_ deploymentID: String, of apiID: String) throws {
        try delete(Stored<Deployment>.key(apiID, deploymentID).bytes)
        try delete(Stored<HTTPSnapshot>.key(apiID, deploymentID).bytes)
    }

    /// Deploys what the API is now.
    func deploy(_ apiID: String, as deploymentID: String, _ description: String?, at now: Date) throws -> Deployment {
        let snapshot = try httpSnapshot(of: apiID, as: deploymentID)
        guard !snapshot.routes.isEmpty else { throw ServiceError.badRequest(noRoutes) }
        guard try count(Deployment.self, of: apiID) < APILimits.deployments else {
            throw ServiceError.tooMany("Deployments")
        }
        try save(snapshot, in: apiID)
        let deployment = Deployment(
            autoDeployed: false, createdDate: now, deploymentId: deploymentID, deploymentStatus: .deployed,
            description: description)
        try save(deployment, in: apiID)
        return deployment
    }
}
