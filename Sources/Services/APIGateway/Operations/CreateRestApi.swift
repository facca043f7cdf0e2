import APIGatewayModel
import FoundationEssentials
import ServiceKit
import Storage

extension APIGateway {
    func createRestApi(_ input: CreateRestApiRequest, _ call: Call) async throws -> RestApi {
        let id = newID(10)
        let api = try newAPI(input, id: id)
        let policy = try await RESTAPIPolicy.stored(input.policy, of: id, call, self)
        let made = RESTAPIRecord(id: id, api: api, policy: policy)
        let source = input.cloneFrom
        let record = try await store.write { transaction in
            var record = made
            if let source { try transaction.copy(source, to: &record, call) }
            try transaction.insert(record, call)
            return record
        }
        return record.shown(withTags: input.tags != nil)
    }

    private func newAPI(_ input: CreateRestApiRequest, id: String) throws -> RestApi {
        guard (1...1024).contains(input.name.unicodeScalars.count) else {
            throw ServiceError.badRequest("Invalid API name specified. The name must be between 1 and 1024 characters")
        }
        try Self.check(input.tags)
        return RestApi(
            id: id, name: input.name, description: input.description, createdDate: clock.now, version: input.version,
            binaryMediaTypes: input.binaryMediaTypes,
            minimumCompressionSize: try RESTRules.compression(input.minimumCompressionSize),
            apiKeySource: try RESTRules.keySource(input.apiKeySource),
            endpointConfiguration: try RESTRules.endpoint(input.endpointConfiguration), tags: input.tags ?? [:],
            disableExecuteApiEndpoint: input.disableExecuteApiEndpoint ?? false, rootResourceId: newID(10))
    }
}

extension RESTAPIRecord {
    /// Answers that make or change an API leave out tags that were not given.
    func shown(withTags: Bool = true) -> RestApi {
        var api = api
        api.policy = RESTAPIPolicy.shown(policy)
        if !withTags { api.tags = nil }
        return api
    }
}

extension Transaction {
    /// A new API with its root.
    func insert(_ record: RESTAPIRecord, _ call: Call) throws {
        guard try countAPIs(.rest, call, atMost: APILimits.apis) < APILimits.apis else {
            throw ServiceError.limitExceeded(
                "Maximum number of APIs has been reached. Please contact AWS if you need additional APIs.")
        }
        let entry = APIEntry(id: record.id, accountID: call.accountID, region: call.region, kind: .rest)
        guard try !exists(entry.key) else { throw ServiceError.conflict("Please try again.") }
        try save(entry)
        try save(record)
        guard try part(Resource.self, record.rootID, of: record.id) == nil else { return }
        try save(Resource(id: record.rootID, path: "/"), in: record.id)
    }

    /// What is in another API of the caller's.
    fileprivate func copy(_ source: String, to record: inout RESTAPIRecord, _ call: Call) throws {
        _ = try requireAPI(source, .rest, call)
        let original = try requireRESTAPI(source, call)
        record.api.rootResourceId = original.rootID
        for resource in try parts(Resource.self, of: source) { try save(resource, in: record.id) }
        for authorizer in try parts(Authorizer.self, of: source) { try save(authorizer, in: record.id) }
        for response in try parts(GatewayResponse.self, of: source) { try save(response, in: record.id) }
        for validator in try parts(RequestValidator.self, of: source) { try save(validator, in: record.id) }
    }
}
