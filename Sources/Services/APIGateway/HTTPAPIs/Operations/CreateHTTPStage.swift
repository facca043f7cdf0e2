import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func createStage(_ input: CreateStageRequest, _ call: Call) async throws -> Stage {
        let now = clock.now
        let deploymentID = gateway.newID(6)
        let made = Stage(
            accessLogSettings: input.accessLogSettings, autoDeploy: input.autoDeploy, createdDate: now,
            defaultRouteSettings: input.defaultRouteSettings ?? RouteSettings(detailedMetricsEnabled: false),
            deploymentId: input.deploymentId, description: input.description, lastUpdatedDate: now,
            routeSettings: input.routeSettings ?? [:], stageName: input.stageName,
            stageVariables: input.stageVariables ?? [:], tags: input.tags ?? [:])
        guard input.autoDeploy != true || input.deploymentId == nil else {
            throw ServiceError.badRequest("Deployment ID cannot be set for a stage with auto deploy enabled")
        }
        try APIGateway.check(input.tags)
        return try await change(input.apiId, call, deploys: false) { transaction in
            try made.check(in: input.apiId, transaction)
            guard try transaction.part(Stage.self, input.stageName, of: input.apiId) == nil else {
                throw ServiceError.conflict("Stage already exists")
            }
            guard try transaction.count(Stage.self, of: input.apiId) < APILimits.stages else {
                throw ServiceError.tooMany("Stages")
            }
            try transaction.save(made, in: input.apiId)
            if made.autoDeploy == true {
                try transaction.deployAutomatically(input.apiId, as: deploymentID, at: now)
            } else if let id = made.deploymentId {
                try transaction.keepDeployment(id, of: input.apiId)
            }
            return try transaction.requireStage(input.stageName, of: input.apiId)
        }
    }
}
