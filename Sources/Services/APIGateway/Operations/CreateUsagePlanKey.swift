import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func createUsagePlanKey(_ input: CreateUsagePlanKeyRequest, _ call: Call) async throws -> UsagePlanKey {
        guard input.keyType == "API_KEY" else {
            throw ServiceError.badRequest("Invalid key type specified. Must be API_KEY")
        }
        let record = try await store.write { transaction in
            let plan = try transaction.requirePlan(input.usagePlanId, call)
            let record = try transaction.requireKey(input.keyId, call)
            let link = PlanKeyRecord(planID: plan.id, keyID: record.id)
            guard try !transaction.exists(link.key) else {
                throw ServiceError.conflict("Usage Plan key already exists for this Usage Plan")
            }
            try transaction.save(link)
            return record
        }
        return record.inPlan(value: try value(of: record))
    }
}

extension ApiKeyRecord {
    func inPlan(value: String?) -> UsagePlanKey {
        UsagePlanKey(id: id, type: "API_KEY", value: value, name: apiKey.name)
    }
}
