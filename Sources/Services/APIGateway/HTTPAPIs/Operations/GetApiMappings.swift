import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func getApiMappings(_ input: GetApiMappingsRequest, _ call: Call) async throws -> GetApiMappingsResponse {
        let place = PageOfV2(
            prefix: MappingRecord.listing(input.domainName), maxResults: input.maxResults, token: input.nextToken,
            account: call.accountID)
        let page = try await place.read(gateway) { snapshot, start, limit in
            _ = try snapshot.requireDomain(input.domainName, call)
            let page = try snapshot.list(MappingRecord.self, prefix: place.prefix, from: start, limit: limit)
            return (page.records.map(\.shownByV2), page.next)
        }
        return GetApiMappingsResponse(items: page.items, nextToken: page.nextToken)
    }
}
