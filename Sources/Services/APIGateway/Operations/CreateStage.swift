import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func createStage(_ input: CreateStageRequest, _ call: Call) async throws -> Stage {
        guard input.cacheClusterEnabled != true else { throw ServiceError.unsupported("A cache cluster") }
        try StageVariables.check(input.variables)
        try Self.check(input.tags)
        let now = clock.now
        return try await change(input.restApiId, call) { transaction, record in
            guard try transaction.part(Deployment.self, input.deploymentId, of: record.id) != nil else {
                throw ServiceError.badRequest("Deployment id does not exist")
            }
            guard try transaction.part(Stage.self, input.stageName, of: record.id) == nil else {
                throw ServiceError.conflict("Stage already exists")
            }
            var stage = Stage.made(input.stageName, deployment: input.deploymentId, at: now)
            try stage.checkName()
            try transaction.requireRoomForStage(record.id, besides: input.stageName)
            stage.description = input.description
            stage.variables = input.variables
            stage.documentationVersion = input.documentationVersion
            stage.tracingEnabled = input.tracingEnabled ?? false
            stage.tags = input.tags ?? [:]
            try transaction.save(stage, in: record.id)
            return stage.shown(withTags: input.tags != nil)
        }
    }
}

extension Stage {
    /// Answers of making and listing leave out tags where there are none.
    func shown(withTags: Bool = false) -> Stage {
        var stage = self
        if !withTags, tags?.isEmpty != false { stage.tags = nil }
        return stage
    }
}
