import APIGatewayModel
import CivilTime
import ServiceKit
import Storage

/// As many as a quota may have.
private let mostRemaining = Int(Int32.max)

extension APIGateway {
    /// Gives a key more, or less, of what is left of its quota.
    func updateUsage(_ input: UpdateUsageRequest, _ call: Call) async throws -> Usage {
        let now = clock.now
        return try await store.write { transaction in
            let plan = try transaction.requirePlan(input.usagePlanId, call).plan
            _ = try transaction.requireKey(input.keyId, ofPlan: input.usagePlanId, call)
            guard let limit = plan.quota?.limit, let period = plan.quota?.period else {
                throw ServiceError.badRequest("Usage Plan has no quota")
            }
            var wanted: Int?
            try Patch.apply(input.patchOperations, paths: ["/remaining"]) { step in
                guard step.parts == ["remaining"] else { return false }
                let remaining = try step.int()
                guard (0...mostRemaining).contains(remaining) else {
                    throw ServiceError.badRequest("Invalid value specified for \(step.path): \(remaining)")
                }
                wanted = remaining
                return true
            }
            let today = String(now.iso8601.prefix(10))
            let listing = UsageCount.listing(input.usagePlanId, input.keyId)
            let days = try transaction.list(
                UsageCount.self, prefix: listing, from: listing.text(QuotaPeriod.start(period, at: now)).bytes,
                limit: 32
            ).records
            var count =
                days.first { $0.day == today }
                ?? UsageCount(planID: input.usagePlanId, keyID: input.keyId, day: today, used: 0, remaining: limit)
            let others = days.filter { $0.day != today }.reduce(0) { $0 + $1.used }
            if let wanted {
                count.used = limit - others - wanted
                count.remaining = wanted
                try transaction.save(count)
            }
            return Usage(
                usagePlanId: input.usagePlanId, startDate: today, endDate: today,
                items: [input.keyId: [[count.used, count.remaining]]])
        }
    }
}
