import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func getIdentityProviderByIdentifier(
        _ input: GetIdentityProviderByIdentifierRequest, _ call: Call
    ) async throws -> GetIdentityProviderByIdentifierResponse {
        let found: IdentityProvider? = try await store.read { snapshot in
            let pool = try pool(input.userPoolId, call, snapshot)
            return try snapshot.provider(identifier: input.idpIdentifier, in: pool)
        }
        guard let provider = found else {
            throw ServiceError(
                CognitoUserPoolsErrors.resourceNotFound,
                "Identity provider with identifier \(input.idpIdentifier) does not exist.")
        }
        return GetIdentityProviderByIdentifierResponse(identityProvider: try summary(of: provider))
    }
}
