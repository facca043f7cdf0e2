import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func getUsagePlanKey(_ input: GetUsagePlanKeyRequest, _ call: Call) async throws -> UsagePlanKey {
        let record = try await store.read { try $0.requireKey(input.keyId, ofPlan: input.usagePlanId, call) }
        return record.inPlan(value: try value(of: record))
    }
}

extension Snapshot {
    func requireKey(_ id: String, ofPlan planID: String, _ call: Call) throws -> ApiKeyRecord {
        let plan = try requirePlan(planID, call)
        guard try find(PlanKeyRecord.self, PlanKeyRecord.key(plan.id, id)) != nil else {
            throw ServiceError.notFound("Invalid Usage Plan Key identifier specified")
        }
        return try requireKey(id, call)
    }
}
