import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func getApiKey(_ input: GetApiKeyRequest, _ call: Call) async throws -> ApiKey {
        let record = try await store.read { try $0.requireKey(input.apiKey, call) }
        return record.shown(value: input.includeValue == true ? try value(of: record) : nil, withTags: true)
    }
}
