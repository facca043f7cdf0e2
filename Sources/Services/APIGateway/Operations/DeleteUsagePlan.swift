import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func deleteUsagePlan(_ input: DeleteUsagePlanRequest, _ call: Call) async throws -> DeleteUsagePlanResponse {
        try await store.write { transaction in
            let record = try transaction.requirePlan(input.usagePlanId, call)
            guard record.plan.apiStages?.isEmpty != false else {
                throw ServiceError.badRequest(
                    "Cannot delete Usage Plan \(record.id) because it is still associated with API stages")
            }
            let links = try transaction.list(
                PlanKeyRecord.self, prefix: PlanKeyRecord.listing(record.id), limit: APILimits.mostParts
            ).records
            for link in links { try transaction.remove(link) }
            try transaction.remove(record)
            try Discarded.add(Key(table: .usageCounts).text(record.id), transaction)
        }
        return DeleteUsagePlanResponse()
    }
}
