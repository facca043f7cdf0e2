import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func getUsagePlans(_ input: GetUsagePlansRequest, _ call: Call) async throws -> GetUsagePlansResponse {
        let place = PageOfV1(
            prefix: UsagePlanRecord.listing(call.accountID, call.region), limit: input.limit, position: input.position,
            account: call.accountID)
        let page = try await place.read(self) { snapshot, start, limit in
            let page = try snapshot.list(UsagePlanRecord.self, prefix: place.prefix, from: start, limit: limit)
            let wanted = try page.records.filter { record in
                guard let keyID = input.keyId else { return true }
                return try snapshot.find(PlanKeyRecord.self, PlanKeyRecord.key(record.id, keyID)) != nil
            }
            return (wanted.map { $0.shown(withTags: !($0.plan.tags ?? [:]).isEmpty) }, page.next)
        }
        return GetUsagePlansResponse(position: page.position, items: page.items)
    }
}
