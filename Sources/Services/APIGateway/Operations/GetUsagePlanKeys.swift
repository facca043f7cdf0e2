import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func getUsagePlanKeys(_ input: GetUsagePlanKeysRequest, _ call: Call) async throws -> GetUsagePlanKeysResponse {
        let place = PageOfV1(
            prefix: PlanKeyRecord.listing(input.usagePlanId), limit: input.limit, position: input.position,
            account: call.accountID)
        let page = try await place.read(self) { snapshot, start, limit in
            _ = try snapshot.requirePlan(input.usagePlanId, call)
            let page = try snapshot.list(PlanKeyRecord.self, prefix: place.prefix, from: start, limit: limit)
            let keys = try page.records.map { try snapshot.requireKey($0.keyID, call) }
            let wanted = keys.filter { record in
                input.nameQuery.map { (record.apiKey.name ?? "").hasPrefix($0) } ?? true
            }
            return (wanted, page.next)
        }
        return GetUsagePlanKeysResponse(
            position: page.position, items: try page.items.map { $0.inPlan(value: try value(of: $0)) })
    }
}
