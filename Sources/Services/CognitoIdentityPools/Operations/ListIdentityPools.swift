import CognitoIdentityPoolsModel
import ServiceKit
import Storage

extension CognitoIdentityPools {
    func listIdentityPools(_ input: ListIdentityPoolsRequest, _ call: Call) async throws -> ListIdentityPoolsResponse {
        let listing = IdentityPool.listing(accountID(call), call.region)
        let scope = "ListIdentityPools \(accountID(call)) \(call.region)"
        let start = try position(input.nextToken, scope)
        let page: RecordPage<IdentityPool> = try await store.read { snapshot in
            try snapshot.list(index: listing, from: start, limit: input.maxResults)
        }
        return ListIdentityPoolsResponse(
            identityPools: page.records.map {
                IdentityPoolShortDescription(identityPoolId: $0.id, identityPoolName: $0.name)
            }, nextToken: try token(page.next, scope))
    }
}
