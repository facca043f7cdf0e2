import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    /// - Note: a query is for names that begin with it.
    func getApiKeys(_ input: GetApiKeysRequest, _ call: Call) async throws -> GetApiKeysResponse {
        let place = PageOfV1(
            prefix: ApiKeyRecord.listing(call.accountID, call.region), limit: input.limit, position: input.position,
            account: call.accountID)
        let page = try await place.read(self) { snapshot, start, limit in
            let page = try snapshot.list(ApiKeyRecord.self, prefix: place.prefix, from: start, limit: limit)
            let wanted = page.records.filter { record in
                (input.nameQuery.map { (record.apiKey.name ?? "").hasPrefix($0) } ?? true)
                    && (input.customerId.map { record.apiKey.customerId == $0 } ?? true)
            }
            return (wanted, page.next)
        }
        let items = try page.items.map { record in
            record.shown(
                value: input.includeValues == true ? try value(of: record) : nil,
                withTags: !(record.apiKey.tags ?? [:]).isEmpty)
        }
        return GetApiKeysResponse(position: page.position, items: items)
    }
}
