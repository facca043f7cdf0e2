import APIGatewayModel
import CivilTime
import FoundationEssentials
import ServiceKit
import Storage

extension APIGateway {
    private static let mostDays = 90

    /// For each key and each day from one to the other, what was used and what was left. Plans without a quota count
    /// nothing.
    func getUsage(_ input: GetUsageRequest, _ call: Call) async throws -> Usage {
        let days = try Self.days(input.startDate, input.endDate)
        let place = PageOfV1(
            prefix: PlanKeyRecord.listing(input.usagePlanId), limit: input.limit, position: input.position,
            account: call.accountID)
        let page = try await place.read(self) { snapshot, start, limit in
            let plan = try snapshot.requirePlan(input.usagePlanId, call)
            if let id = input.keyId { _ = try snapshot.requireKey(id, ofPlan: plan.id, call) }
            let page = try snapshot.list(PlanKeyRecord.self, prefix: place.prefix, from: start, limit: limit)
            let wanted = page.records.filter { input.keyId == nil || $0.keyID == input.keyId }
            let rows = try wanted.map { ($0.keyID, try snapshot.usage(of: $0, plan.plan, days)) }
            return (rows, page.next)
        }
        return Usage(
            usagePlanId: input.usagePlanId, startDate: input.startDate, endDate: input.endDate,
            position: page.position, items: Dictionary(page.items) { $1 })
    }

    private static func days(_ from: String, _ to: String) throws -> [String] {
        guard let start = Date(iso8601: from), let end = Date(iso8601: to), start <= end else {
            throw ServiceError.badRequest("Usage dates should be in the format YYYY-MM-DD, the start before the end")
        }
        let count = Int(end.timeIntervalSince(start) / 86_400) + 1
        guard count <= mostDays else {
            throw ServiceError.badRequest("Usage can be asked for \(mostDays) days at most")
        }
        return (0..<count).map { String(start.addingTimeInterval(Double($0) * 86_400).iso8601.prefix(10)) }
    }
}

extension Snapshot {
    fileprivate func usage(of link: PlanKeyRecord, _ plan: UsagePlan, _ days: [String]) throws -> [[Int]] {
        let listing = UsageCount.listing(link.planID, link.keyID)
        let counts = try list(
            UsageCount.self, prefix: listing, from: listing.text(days.first ?? "").bytes, limit: 100
        ).records
        let byDay = Dictionary(counts.map { ($0.day, $0) }) { $1 }
        var remaining = plan.quota?.limit ?? 0
        return days.map { day in
            remaining = byDay[day]?.remaining ?? remaining
            return [byDay[day]?.used ?? 0, remaining]
        }
    }
}
