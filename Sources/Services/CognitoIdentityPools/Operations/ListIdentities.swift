import CognitoIdentityPoolsModel
import ServiceKit
import Storage

extension CognitoIdentityPools {
    /// A page of a pool's identities. Where disabled ones are hidden it may be shorter than asked for.
    func listIdentities(_ input: ListIdentitiesRequest, _ call: Call) async throws -> ListIdentitiesResponse {
        let scope = "ListIdentities \(input.identityPoolId)"
        let start = try position(input.nextToken, scope)
        let (pool, page) = try await store.read { snapshot -> (IdentityPool, RecordPage<Identity>) in
            let found = try self.pool(input.identityPoolId, call, snapshot)
            return (found, try snapshot.list(prefix: Identity.listing(found.id), from: start, limit: input.maxResults))
        }
        let shown = input.hideDisabled == true ? page.records.filter { !$0.isDisabled } : page.records
        let identities = shown.map { identity in
            IdentityDescription(
                identityId: identity.id, logins: identity.loginNames(in: pool), creationDate: identity.createdAt,
                lastModifiedDate: identity.modifiedAt)
        }
        return ListIdentitiesResponse(
            identityPoolId: input.identityPoolId, identities: identities, nextToken: try token(page.next, scope))
    }
}
