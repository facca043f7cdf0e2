import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func getBasePathMappings(
        _ input: GetBasePathMappingsRequest, _ call: Call
    ) async throws -> GetBasePathMappingsResponse {
        let place = PageOfV1(
            prefix: MappingRecord.listing(input.domainName), limit: input.limit, position: input.position,
            account: call.accountID)
        let page = try await place.read(self) { snapshot, start, limit in
            _ = try snapshot.requireDomain(input.domainName, call)
            let page = try snapshot.list(MappingRecord.self, prefix: place.prefix, from: start, limit: limit)
            return (page.records.map(\.shownByV1), page.next)
        }
        return GetBasePathMappingsResponse(position: page.position, items: page.items)
    }
}
