import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func getDomainNames(_ input: GetDomainNamesRequest, _ call: Call) async throws -> GetDomainNamesResponse {
        let place = PageOfV1(
            prefix: DomainRecord.listing(call.accountID, call.region), limit: input.limit, position: input.position,
            account: call.accountID)
        let page = try await place.read(self) { snapshot, start, limit in
            let page = try snapshot.list(DomainRecord.self, index: place.prefix, from: start, limit: limit)
            return (page.records.map(\.shownByV1), page.next)
        }
        return GetDomainNamesResponse(position: page.position, items: page.items)
    }
}
