import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func getDomainNames(_ input: GetDomainNamesRequest, _ call: Call) async throws -> GetDomainNamesResponse {
        let place = PageOfV2(
            prefix: DomainRecord.listing(call.accountID, call.region), maxResults: input.maxResults,
            token: input.nextToken, account: call.accountID)
        let page = try await place.read(gateway) { snapshot, start, limit in
            let page = try snapshot.list(DomainRecord.self, index: place.prefix, from: start, limit: limit)
            return (page.records.map(\.shownByV2), page.next)
        }
        return GetDomainNamesResponse(items: page.items, nextToken: page.nextToken)
    }
}
