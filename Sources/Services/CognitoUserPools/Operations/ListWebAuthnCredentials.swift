import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func listWebAuthnCredentials(
        _ input: ListWebAuthnCredentialsRequest, _ call: Call
    ) async throws -> ListWebAuthnCredentialsResponse {
        let (pool, _, user, _) = try await bearer(input.accessToken, call)
        let scope = "ListWebAuthnCredentials \(pool.id) \(user.sub)"
        let start = try position(input.nextToken, scope)
        let page = try await store.read { snapshot in
            try snapshot.list(
                WebAuthnCredential.self, prefix: WebAuthnCredential.listing(pool.id, user.sub), from: start,
                limit: input.maxResults.map { $0 == 0 ? 20 : $0 } ?? 20)
        }
        let credentials = page.records.map { credential in
            WebAuthnCredentialDescription(
                credentialId: credential.id, friendlyCredentialName: credential.name,
                relyingPartyId: credential.relyingPartyID, authenticatorAttachment: credential.attachment,
                authenticatorTransports: credential.transports, createdAt: credential.createdAt)
        }
        return ListWebAuthnCredentialsResponse(credentials: credentials, nextToken: try token(page.next, scope))
    }
}
