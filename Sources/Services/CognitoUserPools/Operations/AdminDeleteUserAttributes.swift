import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    func adminDeleteUserAttributes(
        _ input: AdminDeleteUserAttributesRequest, _ call: Call
    ) async throws -> AdminDeleteUserAttributesResponse {
        let (pool, user) = try await poolAndUser(input.userPoolId, input.username, call)
        try await deleteAttributes(input.userAttributeNames, of: user, in: pool, call)
        return AdminDeleteUserAttributesResponse()
    }
}
