import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    func deleteUserAttributes(
        _ input: DeleteUserAttributesRequest, _ call: Call
    ) async throws -> DeleteUserAttributesResponse {
        let (pool, client, user, _) = try await bearer(input.accessToken, call)
        for name in input.userAttributeNames where pool.attribute(name) != nil && !client.mayWrite(name) {
            throw ServiceError.unauthorizedAttribute
        }
        try await deleteAttributes(input.userAttributeNames, of: user, in: pool, call)
        return DeleteUserAttributesResponse()
    }
}
