import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func createApiKey(_ input: CreateApiKeyRequest, _ call: Call) async throws -> ApiKey {
        guard input.stageKeys?.isEmpty != false else {
            throw ServiceError.unsupported("A stage of an API key, which usage plans have replaced,")
        }
        try Self.check(input.tags)
        let value = input.value.flatMap { $0.isEmpty ? nil : $0 } ?? randomness.text(40, from: Alphabet.alphanumeric)
        let record = try newKey(
            ApiKey(
                id: newID(10), name: input.name.flatMap { $0.isEmpty ? nil : $0 }, customerId: input.customerId,
                description: input.description, enabled: input.enabled ?? false, createdDate: clock.now,
                lastUpdatedDate: clock.now, stageKeys: [], tags: input.tags ?? [:]),
            value: value, call)
        try await store.write { try $0.insert(record) }
        return record.shown(value: value, withTags: input.tags != nil)
    }

    func newKey(_ apiKey: ApiKey, value: String, _ call: Call) throws -> ApiKeyRecord {
        try apiKey.check()
        guard value.utf8.count >= 20 else {
            throw ServiceError.badRequest("API Key value should be at least 20 characters")
        }
        guard value.utf8.count <= 128 else {
            throw ServiceError.badRequest("API Key value exceeds maximum size of 128 characters")
        }
        let sealed = try secrets.seal(Array(value.utf8), context: Array((apiKey.id ?? "").utf8))
        return ApiKeyRecord(
            accountID: call.accountID, region: call.region, apiKey: apiKey, sealedValue: sealed,
            fingerprint: ApiKeyRecord.fingerprint(value))
    }

    func value(of record: ApiKeyRecord) throws -> String {
        String(
            decoding: try secrets.open(record.sealedValue, context: Array(record.id.utf8)), as: UTF8.self)
    }
}

extension ApiKey {
    func check() throws {
        guard name?.unicodeScalars.count ?? 0 <= 1024 else {
            throw ServiceError.badRequest("Invalid API Key name, can be at most 1024 characters.")
        }
        guard description?.unicodeScalars.count ?? 0 <= 125_000 else {
            throw ServiceError.badRequest("Invalid API Key description specified.")
        }
    }
}

extension ApiKeyRecord {
    func shown(value: String? = nil, withTags: Bool) -> ApiKey {
        var shown = apiKey
        shown.value = value
        if !withTags { shown.tags = nil }
        return shown
    }
}

extension Transaction {
    func insert(_ record: ApiKeyRecord) throws {
        let index = ApiKeyRecord.byValue(record.accountID, record.region, record.fingerprint)
        guard try !exists(index) else { throw ServiceError.conflict("API Key already exists") }
        let listing = ApiKeyRecord.listing(record.accountID, record.region).bytes
        let count = try scan(ScanRange(prefix: listing, maxEntries: APILimits.apiKeys, keysOnly: true)).entries.count
        guard count < APILimits.apiKeys else {
            throw ServiceError.limitExceeded("API Keys limit exceeded")
        }
        try save(record)
    }
}
