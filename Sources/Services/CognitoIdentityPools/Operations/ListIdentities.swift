import CognitoIdentityPoolsModel
import ServiceKit
import Storage

extension CognitoIdentityPools {
    func listIdentities(_ input: ListIdentitiesRequest, _ call: Call) async throws -> ListIdentitiesResponse {
        let scope = "ListIdentities \(input.identityPoolId)"
        let start = try position(input.nextToken, scope)
        let page: RecordPage<Identity> = try await store.read { snapshot in
            let pool = try pool(input.identityPoolId, call, snapshot)
            return try snapshot.list(prefix: Identity.listing(pool.id), from: start, limit: input.maxResults)
        }
        let identities = page.records.map { identity in
            IdentityDescription(
                identityId: identity.id, logins: identity.logins.isEmpty ? nil : identity.logins.keys.sorted(),
                creationDate: identity.createdAt, lastModifiedDate: identity.modifiedAt)
        }
        return ListIdentitiesResponse(
            identityPoolId: input.identityPoolId, identities: identities, nextToken: try token(page.next, scope))
    }
}
