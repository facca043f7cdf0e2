import CognitoIdentityPoolsModel
import ServiceKit
import Storage

extension CognitoIdentityPools {
    func describeIdentity(_ input: DescribeIdentityRequest, _ call: Call) async throws -> DescribeIdentityResponse {
        let (pool, identity) = try await openIdentity(input.identityId, call)
        guard pool.accountID == accountID(call), pool.region == call.region else {
            throw ServiceError.noIdentity(input.identityId)
        }
        return DescribeIdentityResponse(
            identityId: identity.id, logins: identity.loginNames(in: pool),
            creationDate: identity.createdAt, lastModifiedDate: identity.modifiedAt)
    }
}
