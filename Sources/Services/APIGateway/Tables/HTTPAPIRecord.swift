import APIGatewayV2Model
import ServiceKit
import Storage

/// An HTTP API's own settings.
struct HTTPAPIRecord: Record, Codable {
    static let table = TableID.httpAPIs

    var id: String
    var api: Api

    var key: Key { Self.key(id) }
    static func key(_ id: String) -> Key { Key(table: .httpAPIs).text(id) }
}

extension Route: APIPart {
    static var table: TableID { .httpRoutes }
    var partID: String { routeId ?? "" }
    func indexKeys(_ apiID: String) -> [Key] { [Self.byKey(apiID, RouteKey.shape(routeKey))] }
    static func byKey(_ apiID: String, _ shape: String) -> Key {
        Key(table: .httpRoutesByKey).text(apiID).text(shape)
    }
}

extension Integration: APIPart {
    static var table: TableID { .httpIntegrations }
    var partID: String { integrationId ?? "" }
}

extension Authorizer: APIPart {
    static var table: TableID { .httpAuthorizers }
    var partID: String { authorizerId ?? "" }
}

extension Stage: APIPart {
    static var table: TableID { .httpStages }
    var partID: String { stageName }
}

extension Deployment: APIPart {
    static var table: TableID { .httpDeployments }
    var partID: String { deploymentId ?? "" }
}

/// What a deployment serves: the API as it was. Of a deployment that followed a change by itself there is none while
/// only stages that follow too use it: they serve what the API is.
struct HTTPSnapshot: APIPart {
    static var table: TableID { .httpSnapshots }

    var deploymentID: String
    var routes: [Route]
    var integrations: [Integration]
    var authorizers: [Authorizer]

    var partID: String { deploymentID }
}

extension Snapshot {
    /// What the API is now, as a deployment of that id would serve it.
    func httpSnapshot(of apiID: String, as deploymentID: String) throws -> HTTPSnapshot {
        HTTPSnapshot(
            deploymentID: deploymentID, routes: try parts(of: apiID), integrations: try parts(of: apiID),
            authorizers: try parts(of: apiID))
    }
}
