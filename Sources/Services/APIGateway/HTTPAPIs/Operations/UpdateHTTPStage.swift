import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func updateStage(_ input: UpdateStageRequest, _ call: Call) async throws -> Stage {
        let now = clock.now
        let newID = gateway.newID(6)
        return try await change(input.apiId, call, deploys: false) { transaction in
            var stage = try transaction.requireStage(input.stageName, of: input.apiId)
            let followed = stage.autoDeploy == true
            stage.update(input)
            stage.lastUpdatedDate = now
            if input.deploymentId != nil, stage.autoDeploy == true {
                throw ServiceError.badRequest("Deployment ID cannot be set for a stage with auto deploy enabled")
            }
            try stage.check(in: input.apiId, transaction)
            try transaction.save(stage, in: input.apiId)
            if stage.autoDeploy == true {
                if !followed { try transaction.deployAutomatically(input.apiId, as: newID, at: now) }
            } else if let id = stage.deploymentId {
                try transaction.keepDeployment(id, of: input.apiId)
            }
            return try transaction.requireStage(input.stageName, of: input.apiId)
        }
    }
}

extension Stage {
    fileprivate mutating func update(_ input: UpdateStageRequest) {
        if let settings = input.accessLogSettings { accessLogSettings = settings }
        if let isAutomatic = input.autoDeploy { autoDeploy = isAutomatic }
        if let id = input.deploymentId { deploymentId = id }
        if let text = input.description { description = text }
        if let settings = input.defaultRouteSettings {
            defaultRouteSettings = (defaultRouteSettings ?? RouteSettings()).updated(by: settings)
        }
        if let settings = input.routeSettings {
            routeSettings = (routeSettings ?? [:]).merging(settings) { $0.updated(by: $1) }
        }
        if let variables = input.stageVariables { stageVariables = (stageVariables ?? [:]).updated(by: variables) }
    }
}
