import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func updateApiKey(_ input: UpdateApiKeyRequest, _ call: Call) async throws -> ApiKey {
        let now = clock.now
        return try await store.write { transaction in
            var record = try transaction.requireKey(input.apiKey, call)
            let paths = ["/description", "/enabled", "/name", "/customerId"]
            try Patch.apply(input.patchOperations, paths: paths) { step in
                switch step.parts {
                case ["description"]: record.apiKey.description = step.text
                // Whatever is not true is false.
                case ["enabled"]: record.apiKey.enabled = step.text.lowercased() == "true"
                case ["name"]: record.apiKey.name = step.text
                case ["customerId"]: record.apiKey.customerId = step.text
                default: return false
                }
                return true
            }
            try record.apiKey.check()
            record.apiKey.lastUpdatedDate = now
            try transaction.save(record)
            return record.shown(withTags: true)
        }
    }
}
