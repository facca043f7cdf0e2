import APIGatewayModel
import FoundationEssentials
import ServiceKit
import Storage

extension APIGateway {
    /// Deploys what the API is now; a stage that is named is made, or pointed at it.
    func createDeployment(_ input: CreateDeploymentRequest, _ call: Call) async throws -> Deployment {
        guard input.cacheClusterEnabled != true else { throw ServiceError.unsupported("A cache cluster") }
        try StageVariables.check(input.variables)
        let now = clock.now
        let id = newID(6)
        return try await change(input.restApiId, call) { transaction, record in
            var deployment = try transaction.deployREST(record, as: id, input.description, at: now)
            if let name = input.stageName, !name.isEmpty {
                var stage =
                    try transaction.part(Stage.self, name, of: record.id)
                    ?? Stage.made(name, deployment: id, at: now)
                try stage.checkName()
                stage.deploymentId = id
                stage.lastUpdatedDate = now
                if let description = input.stageDescription { stage.description = description }
                if let variables = input.variables {
                    stage.variables = (stage.variables ?? [:]).merging(variables) { $1 }
                }
                if let isTraced = input.tracingEnabled { stage.tracingEnabled = isTraced }
                try transaction.requireRoomForStage(record.id, besides: name)
                try transaction.save(stage, in: record.id)
            }
            deployment.apiSummary = nil
            return deployment
        }
    }
}

extension Stage {
    static func made(_ name: String, deployment: String, at now: Date) -> Stage {
        Stage(
            deploymentId: deployment, stageName: name, cacheClusterEnabled: false, cacheClusterStatus: .notAvailable,
            methodSettings: [:], tracingEnabled: false, tags: [:], createdDate: now, lastUpdatedDate: now)
    }

    func checkName() throws {
        let name = stageName ?? ""
        let isName = name.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
        }
        guard isName, (1...128).contains(name.utf8.count) else {
            throw ServiceError.badRequest("Stage name only allows a-zA-Z0-9_")
        }
    }
}

extension Transaction {
    func requireRoomForStage(_ apiID: String, besides name: String) throws {
        guard try part(Stage.self, name, of: apiID) == nil else { return }
        guard try count(Stage.self, of: apiID) < APILimits.stages else {
            throw ServiceError.limitExceeded(
                "Maximum number of stages for this API has been reached. Please contact AWS if you need additional "
                    + "stages.")
        }
    }

    func deployREST(
        _ record: RESTAPIRecord, as id: String, _ description: String?, at now: Date
    ) throws -> Deployment {
        let snapshot = try restSnapshot(record, as: id)
        let methods = snapshot.resources.flatMap { ($0.resourceMethods ?? [:]).values }
        guard !methods.isEmpty else { throw ServiceError.badRequest("The REST API doesn't contain any methods") }
        guard methods.allSatisfy({ $0.methodIntegration != nil }) else {
            throw ServiceError.badRequest("No integration defined for method")
        }
        guard try count(Deployment.self, of: record.id) < APILimits.deployments else {
            throw ServiceError.limitExceeded(
                "Maximum number of deployments for this API has been reached. Please contact AWS if you need "
                    + "additional deployments.")
        }
        try save(snapshot, in: record.id)
        let deployment = Deployment(id: id, description: description, createdDate: now)
        try save(deployment, in: record.id)
        return deployment
    }
}
