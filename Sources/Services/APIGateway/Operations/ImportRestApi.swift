import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    /// Makes an API of an OpenAPI document; so chalice deploys.
    func importRestApi(_ input: ImportRestApiRequest, _ call: Call) async throws -> RestApi {
        let imported = try imported(input.body, input.parameters, failing: input.failOnWarnings)
        let id = newID(10)
        let types = input.parameters?["endpointConfigurationTypes"].map { [EndpointType(rawValue: $0)] }
        let api = RestApi(
            id: id, name: imported.name, createdDate: clock.now, apiKeySource: .header,
            endpointConfiguration: try RESTRules.endpoint(types.map { EndpointConfiguration(types: $0) }), tags: [:],
            disableExecuteApiEndpoint: false, rootResourceId: newID(10))
        let policy = try await RESTAPIPolicy.stored(imported.policy, of: id, call, self)
        let made = RESTAPIRecord(id: id, api: api, policy: policy)
        let ids = (0..<imported.mostResources).map { _ in newID(6) }
        let record = try await store.write { transaction in
            var record = made
            try transaction.insert(record, call)
            try transaction.put(imported, into: &record, overwriting: true, ids: ids)
            return record
        }
        return record.shown(imported, withTags: false)
    }

    func imported(
        _ body: [UInt8], _ parameters: [String: String]?, failing: Bool?
    ) throws -> ImportedAPI {
        let basePath = parameters?["basepath"] ?? parameters?["basePath"] ?? "ignore"
        guard OpenAPIBasePath.isMode(basePath) else {
            throw ServiceError.badRequest("Invalid value for basepath: \(basePath)")
        }
        var reader = try OpenAPIReader(body) { newID(6) }
        let imported = try reader.read(basePath: basePath)
        let isFailing = failing == true || parameters?["failonwarnings"] == "true"
        guard !isFailing || imported.warnings.isEmpty else {
            throw ServiceError.badRequest("Warnings found during import: \(imported.warnings.joined(separator: "; "))")
        }
        return imported
    }
}

extension RESTAPIRecord {
    func shown(_ imported: ImportedAPI, withTags: Bool) -> RestApi {
        var api = shown(withTags: withTags)
        api.warnings = imported.warnings.isEmpty ? nil : imported.warnings
        return api
    }
}
