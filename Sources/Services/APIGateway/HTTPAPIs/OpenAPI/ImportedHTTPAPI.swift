import APIGatewayV2Model
import ServiceKit
import Storage

/// What an OpenAPI document says of an HTTP API. Its parts have their ids: what is written may be written again.
struct ImportedHTTPAPI: Sendable {
    var name: String
    var description: String?
    var version: String?
    var cors: Cors?
    var tags: [String: String] = [:]
    var isEndpointDisabled: Bool?
    var authorizers: [Authorizer] = []
    var integrations: [Integration] = []
    var routes: [Route] = []
    var warnings: [String] = []

    /// The API as the document has it, over what it was.
    func api(over api: Api) -> Api {
        var api = api
        api.name = name
        api.description = description
        api.version = version
        api.corsConfiguration = cors
        if let isEndpointDisabled { api.disableExecuteApiEndpoint = isEndpointDisabled }
        return api
    }

    func shown(_ api: Api) -> Api {
        var api = api
        api.warnings = warnings.isEmpty ? nil : warnings
        return api
    }
}

extension Transaction {
    /// Puts what a document says in the place of what the API was. Authorizers of a name that is there keep their ids, which
    /// policies may name.
    func put(_ imported: ImportedHTTPAPI, in apiID: String) throws {
        guard imported.routes.count <= APILimits.routes else { throw ServiceError.tooMany("Routes") }
        guard imported.authorizers.count <= APILimits.authorizers else { throw ServiceError.tooMany("Authorizers") }
        for route in try parts(Route.self, of: apiID) { try remove(route, in: apiID) }
        for integration in try parts(Integration.self, of: apiID) { try remove(integration, in: apiID) }
        let present = try parts(Authorizer.self, of: apiID)
        for authorizer in present { try remove(authorizer, in: apiID) }
        var kept: [String: String] = [:]
        for var authorizer in imported.authorizers {
            if let old = present.first(where: { $0.name == authorizer.name }) {
                kept[authorizer.partID] = old.partID
                authorizer.authorizerId = old.authorizerId
            }
            try save(authorizer, in: apiID)
        }
        for integration in imported.integrations { try save(integration, in: apiID) }
        for var route in imported.routes {
            route.authorizerId = route.authorizerId.map { kept[$0] ?? $0 }
            try route.check(in: apiID, self)
            try requireFree(route, of: apiID)
            try save(route, in: apiID)
        }
    }
}
