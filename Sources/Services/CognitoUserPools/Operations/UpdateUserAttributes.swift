import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    /// A user changes their own attributes, as far as the client may write them.
    func updateUserAttributes(
        _ input: UpdateUserAttributesRequest, _ call: Call
    ) async throws -> UpdateUserAttributesResponse {
        let (pool, client, user, _) = try await bearer(input.accessToken, call)
        for attribute in input.userAttributes where !client.mayWrite(attribute.name) {
            throw ServiceError.unauthorizedAttribute
        }
        let changes = try AttributeRules(pool: pool).forUpdate(input.userAttributes, byAdministrator: false)
        let sent = try await updateAttributes(
            of: user, in: pool, changes, clientID: client.id, input.clientMetadata, call)
        return UpdateUserAttributesResponse(codeDeliveryDetailsList: sent.map(\.details))
    }
}
