import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func deleteApiKey(_ input: DeleteApiKeyRequest, _ call: Call) async throws -> DeleteApiKeyResponse {
        try await store.write { transaction in
            let record = try transaction.requireKey(input.apiKey, call)
            let links = try transaction.list(
                PlanKeyRecord.self, index: PlanKeyRecord.byKey(record.id), limit: APILimits.mostParts
            ).records
            for link in links {
                try transaction.remove(link)
                try Discarded.add(UsageCount.listing(link.planID, record.id), transaction)
            }
            try transaction.remove(record)
        }
        return DeleteApiKeyResponse()
    }
}
