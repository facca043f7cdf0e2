import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func getApis(_ input: GetApisRequest, _ call: Call) async throws -> GetApisResponse {
        let place = PageOfV2(
            prefix: APIEntry.listing(call.accountID, call.region, .http), maxResults: input.maxResults,
            token: input.nextToken, account: call.accountID)
        let page = try await place.read(gateway) { snapshot, start, limit in
            let page = try snapshot.list(APIEntry.self, index: place.prefix, from: start, limit: limit)
            return (try page.records.map { try snapshot.requireHTTPAPI($0.id, call).api }, page.next)
        }
        return GetApisResponse(items: page.items, nextToken: page.nextToken)
    }
}
