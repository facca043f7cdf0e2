import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func deleteUsagePlanKey(
        _ input: DeleteUsagePlanKeyRequest, _ call: Call
    ) async throws -> DeleteUsagePlanKeyResponse {
        try await store.write { transaction in
            _ = try transaction.requireKey(input.keyId, ofPlan: input.usagePlanId, call)
            try transaction.remove(PlanKeyRecord(planID: input.usagePlanId, keyID: input.keyId))
            try Discarded.add(UsageCount.listing(input.usagePlanId, input.keyId), transaction)
        }
        return DeleteUsagePlanKeyResponse()
    }
}
