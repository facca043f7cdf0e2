import CognitoIdentityPoolsModel
import ServiceKit
import Storage

extension CognitoIdentityPools {
    func describeIdentity(_ input: DescribeIdentityRequest, _ call: Call) async throws -> DescribeIdentityResponse {
        let (pool, identity) = try await openIdentity(input.identityId)
        guard pool.accountID == accountID(call), pool.region == call.region else {
            throw ServiceError.noIdentity(input.identityId)
        }
        return DescribeIdentityResponse(
            identityId: identity.id, logins: identity.logins.isEmpty ? nil : identity.logins.keys.sorted(),
            creationDate: identity.createdAt, lastModifiedDate: identity.modifiedAt)
    }
}
