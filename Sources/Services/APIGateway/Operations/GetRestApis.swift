import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func getRestApis(_ input: GetRestApisRequest, _ call: Call) async throws -> GetRestApisResponse {
        let place = PageOfV1(
            prefix: APIEntry.listing(call.accountID, call.region, .rest), limit: input.limit, position: input.position,
            account: call.accountID)
        let page = try await place.read(self) { snapshot, start, limit in
            let page = try snapshot.list(APIEntry.self, index: place.prefix, from: start, limit: limit)
            return (try page.records.map { try snapshot.requireRESTAPI($0.id, call).shown() }, page.next)
        }
        return GetRestApisResponse(position: page.position, items: page.items)
    }
}
