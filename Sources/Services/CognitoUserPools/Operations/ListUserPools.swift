import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func listUserPools(_ input: ListUserPoolsRequest, _ call: Call) async throws -> ListUserPoolsResponse {
        let listing = UserPool.listing(accountID(call), call.region)
        let scope = "ListUserPools \(accountID(call)) \(call.region)"
        let start = try position(input.nextToken, scope)
        let page: RecordPage<UserPool> = try await store.read { snapshot in
            try snapshot.list(index: listing, from: start, limit: input.maxResults)
        }
        let pools = page.records.map { pool in
            UserPoolDescriptionType(
                id: pool.id, name: pool.name, lambdaConfig: LambdaConfigType(), lastModifiedDate: pool.modifiedAt,
                creationDate: pool.createdAt)
        }
        return ListUserPoolsResponse(userPools: pools, nextToken: try token(page.next, scope))
    }

    /// Where a paging token says to go on.
    func position(_ token: String?, _ scope: String) throws -> [UInt8]? {
        guard let token else { return nil }
        guard let key = paging.key(of: token, scope: scope) else { throw ServiceError.invalidPagingToken }
        return key
    }

    func token(_ next: [UInt8]?, _ scope: String) throws -> String? {
        try next.map { try paging.token(for: $0, scope: scope) }
    }
}
