import APIGatewayModel
import ServiceKit
import Storage

/// A REST API's own settings.
struct RESTAPIRecord: Record, Codable {
    static let table = TableID.restAPIs

    var id: String
    var api: RestApi
    var policy: StoredPolicy?

    var key: Key { Self.key(id) }
    static func key(_ id: String) -> Key { Key(table: .restAPIs).text(id) }

    var rootID: String { api.rootResourceId ?? "" }
}

/// With its methods, their integrations and answers in it.
extension Resource: APIPart {
    static var table: TableID { .restResources }
    var partID: String { id ?? "" }
    func indexKeys(_ apiID: String) -> [Key] {
        guard let parentId else { return [] }
        return [Self.below(apiID, parentId).text(pathPart ?? "")]
    }
    static func below(_ apiID: String, _ parentID: String) -> Key {
        Key(table: .restResourcesByParent).text(apiID).text(parentID)
    }
}

extension Authorizer: APIPart {
    static var table: TableID { .restAuthorizers }
    var partID: String { id ?? "" }
}

extension Stage: APIPart {
    static var table: TableID { .restStages }
    var partID: String { stageName ?? "" }
}

extension Deployment: APIPart {
    static var table: TableID { .restDeployments }
    var partID: String { id ?? "" }
}

extension GatewayResponse: APIPart {
    static var table: TableID { .restGatewayResponses }
    var partID: String { responseType?.rawValue ?? "" }
}

extension RequestValidator: APIPart {
    static var table: TableID { .restValidators }
    var partID: String { id ?? "" }
}

/// What a deployment serves: the API as it was.
struct RESTSnapshot: APIPart {
    static var table: TableID { .restSnapshots }

    var deploymentID: String
    var api: RestApi
    var policy: StoredPolicy?
    var resources: [Resource]
    var authorizers: [Authorizer]
    var gatewayResponses: [GatewayResponse]
    var validators: [RequestValidator]

    var partID: String { deploymentID }
}

extension Snapshot {
    func requireRESTAPI(_ id: String, _ call: Call) throws -> RESTAPIRecord {
        guard let record = try find(RESTAPIRecord.self, RESTAPIRecord.key(id)) else { throw APIEntry.absent(id, call) }
        return record
    }

    func restSnapshot(_ record: RESTAPIRecord, as deploymentID: String) throws -> RESTSnapshot {
        RESTSnapshot(
            deploymentID: deploymentID, api: record.api, policy: record.policy, resources: try parts(of: record.id),
            authorizers: try parts(of: record.id), gatewayResponses: try parts(of: record.id),
            validators: try parts(of: record.id))
    }

    func requireResource(_ id: String, of apiID: String) throws -> Resource {
        guard let resource = try part(Resource.self, id, of: apiID) else {
            throw ServiceError.notFound("Invalid Resource identifier specified")
        }
        return resource
    }

    func requireMethod(_ name: String, of resourceID: String, in apiID: String) throws -> (Resource, Method) {
        let resource = try requireResource(resourceID, of: apiID)
        guard let method = resource.resourceMethods?[name] else {
            throw ServiceError.notFound("Invalid Method identifier specified")
        }
        return (resource, method)
    }

    func requireIntegration(_ method: String, of resourceID: String, in apiID: String) throws -> Integration {
        guard let integration = try requireMethod(method, of: resourceID, in: apiID).1.methodIntegration else {
            throw ServiceError.notFound("Invalid Integration identifier specified")
        }
        return integration
    }

    func requireRESTStage(_ name: String, of apiID: String) throws -> Stage {
        guard let stage = try part(Stage.self, name, of: apiID) else {
            throw ServiceError.notFound("Invalid stage identifier specified")
        }
        return stage
    }

    func requireRESTDeployment(_ id: String, of apiID: String) throws -> Deployment {
        guard let deployment = try part(Deployment.self, id, of: apiID) else {
            throw ServiceError.notFound("Invalid Deployment identifier specified")
        }
        return deployment
    }

    func requireRESTAuthorizer(_ id: String, of apiID: String) throws -> Authorizer {
        guard let authorizer = try part(Authorizer.self, id, of: apiID) else {
            throw ServiceError.notFound("Invalid Authorizer identifier specified")
        }
        return authorizer
    }
}

extension Snapshot {
    /// Nil where there is no such API.
    func restAPITags(_ id: String) throws -> [String: String]? {
        try find(RESTAPIRecord.self, RESTAPIRecord.key(id)).map { $0.api.tags ?? [:] }
    }

    /// Nil where there is no such stage.
    func restStageTags(_ name: String, of apiID: String) throws -> [String: String]? {
        try part(Stage.self, name, of: apiID).map { $0.tags ?? [:] }
    }
}

extension Transaction {
    func setRESTAPITags(_ tags: [String: String], of id: String) throws {
        guard var record = try find(RESTAPIRecord.self, RESTAPIRecord.key(id)) else { return }
        record.api.tags = tags
        try save(record)
    }

    func setRESTStageTags(_ tags: [String: String], _ name: String, of apiID: String) throws {
        guard var stage = try part(Stage.self, name, of: apiID) else { return }
        stage.tags = tags
        try save(stage, in: apiID)
    }
}
