import APIGatewayModel
import ServiceKit
import Storage

extension Transaction {
    /// Puts what a document says into an API: in the place of what was there, or beside it.
    /// - Parameter ids: for new resources; the closure may run again, so they are made before.
    func put(
        _ imported: ImportedAPI, into record: inout RESTAPIRecord, overwriting: Bool, ids: [String]
    ) throws {
        if overwriting { try clear(&record) }
        record.api.take(imported, merging: !overwriting)
        let authorizers = try putAuthorizers(imported, in: record.id)
        for validator in imported.validators { try save(validator, in: record.id) }
        for response in imported.gatewayResponses { try save(response, in: record.id) }
        var ids = ids
        var byPath = Dictionary(
            try parts(Resource.self, of: record.id).map { ($0.path ?? "", $0) }, uniquingKeysWith: { $1 })
        for (path, methods) in imported.paths {
            var resource = try self.resource(path, in: record, &byPath, &ids)
            for (name, method) in methods {
                var method = method
                method.authorizerId = method.authorizerId.map { authorizers[$0] ?? $0 }
                try method.check(in: record.id, self)
                if method.methodIntegration != nil, method.methodIntegration?.cacheNamespace == nil {
                    method.methodIntegration?.cacheNamespace = resource.id
                }
                resource.resourceMethods = (resource.resourceMethods ?? [:]).merging([name: method]) { $1 }
            }
            try save(resource, in: record.id)
            byPath[path] = resource
        }
        try save(record)
    }

    private func clear(_ record: inout RESTAPIRecord) throws {
        for resource in try parts(Resource.self, of: record.id) where resource.id != record.rootID {
            try remove(resource, in: record.id)
        }
        try save(Resource(id: record.rootID, path: "/"), in: record.id)
        for authorizer in try parts(Authorizer.self, of: record.id) { try remove(authorizer, in: record.id) }
        for response in try parts(GatewayResponse.self, of: record.id) { try remove(response, in: record.id) }
        for validator in try parts(RequestValidator.self, of: record.id) { try remove(validator, in: record.id) }
    }

    /// One of a name that is there keeps its id.
    /// - Returns: the ids kept, by those of the document.
    private func putAuthorizers(_ imported: ImportedAPI, in apiID: String) throws -> [String: String] {
        let present = try parts(Authorizer.self, of: apiID)
        var kept: [String: String] = [:]
        for var authorizer in imported.authorizers {
            if let old = present.first(where: { $0.name == authorizer.name }) {
                kept[authorizer.partID] = old.partID
                authorizer.id = old.id
            }
            try save(authorizer, in: apiID)
        }
        guard try count(Authorizer.self, of: apiID) <= APILimits.authorizers,
            try count(RequestValidator.self, of: apiID) + imported.validators.count <= APILimits.authorizers
        else { throw ServiceError.limitExceeded("Maximum number of authorizers for this API has been reached.") }
        return kept
    }

    private func resource(
        _ path: String, in record: RESTAPIRecord, _ byPath: inout [String: Resource], _ ids: inout [String]
    ) throws -> Resource {
        if let known = byPath[path] { return known }
        var parent = try byPath["/"] ?? requireResource(record.rootID, of: record.id)
        var whole = ""
        for part in path.split(separator: "/") {
            whole += "/" + part
            if let known = byPath[whole] {
                parent = known
                continue
            }
            guard let id = ids.popLast() else { throw OpenAPIReader.invalid }
            parent = try addResource(String(part), below: parent, as: id, in: record.id)
            byPath[whole] = parent
        }
        byPath[path] = parent
        return parent
    }
}

extension RestApi {
    fileprivate mutating func take(_ imported: ImportedAPI, merging: Bool) {
        name = imported.name
        if imported.description != nil || !merging { description = imported.description }
        version = imported.version ?? version
        if let types = imported.binaryTypes {
            let before = merging ? binaryMediaTypes ?? [] : []
            binaryMediaTypes = before + types.filter { !before.contains($0) }
        } else if !merging {
            binaryMediaTypes = nil
        }
        if let source = imported.keySource { apiKeySource = source }
        if let isDisabled = imported.isEndpointDisabled { disableExecuteApiEndpoint = isDisabled }
    }
}

extension ImportedAPI {
    /// So many resources it may need.
    var mostResources: Int { paths.reduce(0) { $0 + $1.path.split(separator: "/").count } }
}
