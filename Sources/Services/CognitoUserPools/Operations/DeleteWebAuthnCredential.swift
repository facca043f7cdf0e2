import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func deleteWebAuthnCredential(
        _ input: DeleteWebAuthnCredentialRequest, _ call: Call
    ) async throws -> DeleteWebAuthnCredentialResponse {
        let (pool, _, user, _) = try await bearer(input.accessToken, call)
        try await store.write { transaction in
            let key = WebAuthnCredential.listing(pool.id, user.sub).text(input.credentialId)
            guard let credential = try transaction.find(WebAuthnCredential.self, key) else {
                throw ServiceError(CognitoUserPoolsErrors.resourceNotFound, "The credential does not exist.")
            }
            try transaction.remove(credential)
        }
        return DeleteWebAuthnCredentialResponse()
    }
}
