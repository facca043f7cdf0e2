import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func createUsagePlan(_ input: CreateUsagePlanRequest, _ call: Call) async throws -> UsagePlan {
        try Self.check(input.tags)
        let plan = UsagePlan(
            id: newID(6), name: input.name, description: input.description, apiStages: input.apiStages ?? [],
            throttle: input.throttle,
            quota: input.quota.map { QuotaSettings(limit: $0.limit, offset: $0.offset ?? 0, period: $0.period) },
            tags: input.tags ?? [:])
        try plan.check()
        let record = UsagePlanRecord(accountID: call.accountID, region: call.region, plan: plan)
        try await store.write { transaction in
            for stage in plan.apiStages ?? [] { try transaction.requireStage(stage, ofPlan: record.id, call) }
            let listing = UsagePlanRecord.listing(call.accountID, call.region).bytes
            let count = try transaction.scan(
                ScanRange(prefix: listing, maxEntries: APILimits.usagePlans, keysOnly: true)
            )
            .entries.count
            guard count < APILimits.usagePlans else { throw ServiceError.limitExceeded("Usage Plans limit exceeded") }
            try transaction.save(record)
        }
        return record.shown(withTags: input.tags != nil)
    }
}

extension UsagePlanRecord {
    func shown(withTags: Bool) -> UsagePlan {
        var shown = plan
        if !withTags { shown.tags = nil }
        return shown
    }
}
