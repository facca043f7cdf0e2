import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func deleteIdentityProvider(
        _ input: DeleteIdentityProviderRequest, _ call: Call
    ) async throws -> DeleteIdentityProviderResponse {
        try await store.write { transaction in
            let pool = try pool(input.userPoolId, call, transaction)
            try transaction.remove(try transaction.requireProvider(input.providerName, in: pool))
        }
        return DeleteIdentityProviderResponse()
    }
}
