import APIGatewayModel
import CivilTime
import FoundationEssentials
import ServiceKit
import Storage

/// A key that a request brought, and the plan by which it may use the API's stage.
struct KnownKey: Sendable {
    let id: String
    let value: String
    let plan: UsagePlan
}

/// Checks the API keys of requests, and what their plans allow.
struct APIKeys: Sendable {
    let gateway: APIGateway
    let throttles: Throttles

    func check(_ value: String?, _ call: APICall, _ method: ServedMethod) async throws(GatewayRefusal) -> KnownKey {
        guard let value, !value.isEmpty, value.utf8.count <= 128 else { throw .invalidKey }
        let (account, region, api, stage) = (call.api.accountID, call.api.region, call.api.id, call.stage)
        let found = try? await gateway.store.read { snapshot -> KnownKey? in
            let index = ApiKeyRecord.byValue(account, region, ApiKeyRecord.fingerprint(value))
            guard let record = try snapshot.find(ApiKeyRecord.self, index: index), record.apiKey.enabled == true else {
                return nil
            }
            let plans = try snapshot.list(
                PlanKeyRecord.self, index: PlanKeyRecord.byKey(record.id), limit: APILimits.usagePlans)
            for link in plans.records {
                let key = UsagePlanRecord.key(account, region, link.planID)
                guard let plan = try snapshot.find(UsagePlanRecord.self, key)?.plan,
                    plan.apiStages?.contains(where: { $0.apiId == api && $0.stage == stage }) == true
                else { continue }
                return KnownKey(id: record.id, value: value, plan: plan)
            }
            return nil
        }
        guard let known = found ?? nil else { throw .invalidKey }
        guard takes(known, call, method) else { throw .throttled }
        try await count(known, call)
        return known
    }

    private func takes(_ key: KnownKey, _ call: APICall, _ method: ServedMethod) -> Bool {
        let stage = key.plan.apiStages?.first { $0.apiId == call.api.id && $0.stage == call.stage }
        let ofMethod = stage?.throttle?["\(method.path)/\(method.httpMethod)"]
        let name = "key/\(key.plan.id ?? "")/\(key.id)"
        if let own = ofMethod.flatMap({ StageThrottles.Limit(rate: $0.rateLimit, burst: $0.burstLimit) }) {
            return throttles.take("\(name)/\(method.path)/\(method.httpMethod)", own, at: call.time)
        }
        guard let limit = key.plan.throttle.flatMap({ StageThrottles.Limit(rate: $0.rateLimit, burst: $0.burstLimit) })
        else { return true }
        return throttles.take(name, limit, at: call.time)
    }

    private func count(_ key: KnownKey, _ call: APICall) async throws(GatewayRefusal) {
        guard let quota = key.plan.quota, let limit = quota.limit, let period = quota.period else { return }
        let today = String(call.time.iso8601.prefix(10))
        let start = QuotaPeriod.start(period, at: call.time)
        let planID = key.plan.id ?? ""
        let isTaken = try? await gateway.store.write { transaction in
            let listing = UsageCount.listing(planID, key.id)
            let days = try transaction.list(
                UsageCount.self, prefix: listing, from: listing.text(start).bytes, limit: 32
            ).records
            let used = days.reduce(0) { $0 + $1.used }
            guard used < limit else { return false }
            var count =
                days.first { $0.day == today }
                ?? UsageCount(planID: planID, keyID: key.id, day: today, used: 0, remaining: 0)
            count.used += 1
            count.remaining = limit - used - 1
            try transaction.save(count)
            return true
        }
        guard let isTaken else { throw .configuration }
        guard isTaken else { throw .quotaExceeded }
    }
}

enum QuotaPeriod {
    /// The first day of the period that a time is in: weeks begin on Sundays.
    static func start(_ period: QuotaPeriodType, at time: Date) -> String {
        switch period {
        case .month: return time.iso8601.prefix(8) + "01"
        case .week:
            let back = Double(CivilTime(time).weekday) * 86_400
            return String(time.addingTimeInterval(-back).iso8601.prefix(10))
        default: return String(time.iso8601.prefix(10))
        }
    }
}
