import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    /// Makes an HTTP API of an OpenAPI document. It has no stage yet.
    func importApi(_ input: ImportApiRequest, _ call: Call) async throws -> Api {
        let imported = try imported(input.body, input.basepath, failing: input.failOnWarnings)
        let id = gateway.newID(10)
        let new = Api(
            apiEndpoint: gateway.endpoint(of: id), apiId: id, apiKeySelectionExpression: "$request.header.x-api-key",
            createdDate: clock.now, disableExecuteApiEndpoint: false, ipAddressType: .ipv4, name: imported.name,
            protocolType: .http, routeSelectionExpression: APIRules.selection, tags: imported.tags)
        let api = imported.api(over: new)
        let entry = APIEntry(id: id, accountID: call.accountID, region: call.region, kind: .http)
        try await store.write { transaction in
            guard try transaction.countAPIs(.http, call, atMost: APILimits.apis) < APILimits.apis else {
                throw ServiceError.tooMany("APIs")
            }
            guard try !transaction.exists(entry.key) else { throw ServiceError.conflict("Please try again.") }
            try transaction.save(entry)
            try transaction.save(HTTPAPIRecord(id: id, api: api))
            try transaction.put(imported, in: id)
        }
        return imported.shown(api)
    }

    func imported(_ body: String, _ basePath: String?, failing: Bool?) throws -> ImportedHTTPAPI {
        let basePath = basePath ?? "ignore"
        guard OpenAPIBasePath.isMode(basePath) else {
            throw ServiceError.badRequest("Invalid value for basepath: \(basePath)")
        }
        var reader = try HTTPAPIReader(body) { gateway.newID($0) }
        let imported = try reader.read(basePath: basePath)
        try APIGateway.check(imported.tags)
        guard failing != true || imported.warnings.isEmpty else {
            throw ServiceError.badRequest("Warnings found during import: \(imported.warnings.joined(separator: "; "))")
        }
        return imported
    }
}
