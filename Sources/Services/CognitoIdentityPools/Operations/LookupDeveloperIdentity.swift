import CognitoIdentityPoolsModel
import ServiceKit
import Storage

extension CognitoIdentityPools {
    /// From a developer's user to the identity, from the identity to its developer users, or whether the
    /// two belong together.
    func lookupDeveloperIdentity(
        _ input: LookupDeveloperIdentityRequest, _ call: Call
    ) async throws -> LookupDeveloperIdentityResponse {
        guard input.identityId != nil || input.developerUserIdentifier != nil else {
            throw ServiceError.invalidParameter("Either IdentityId or DeveloperUserIdentifier must be set.")
        }
        let scope = "LookupDeveloperIdentity \(input.identityPoolId) \(input.identityId ?? "")"
        let start = try position(input.nextToken, scope)
        return try await store.read { snapshot in
            let pool = try pool(input.identityPoolId, call, snapshot)
            if let identifier = input.developerUserIdentifier {
                let user = try snapshot.developerUser(identifier, in: pool)
                if let id = input.identityId {
                    guard id == user.identityID else {
                        throw ServiceError.conflict("The developer user identifier belongs to another identity.")
                    }
                    return LookupDeveloperIdentityResponse(
                        identityId: id, developerUserIdentifierList: [identifier])
                }
            }
            let id =
                try input.identityId
                ?? snapshot.developerUser(input.developerUserIdentifier ?? "", in: pool)
                .identityID
            guard try snapshot.find(Identity.self, Identity.key(pool.id, id)) != nil else {
                throw ServiceError.noIdentity(id)
            }
            let page: RecordPage<DeveloperUser> = try snapshot.list(
                prefix: DeveloperUser.listing(pool.id, id), from: start, limit: input.maxResults ?? 60)
            return LookupDeveloperIdentityResponse(
                identityId: id, developerUserIdentifierList: page.records.map(\.identifier),
                nextToken: try token(page.next, scope))
        }
    }
}
