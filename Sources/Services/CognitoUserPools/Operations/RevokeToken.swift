import CognitoUserPoolsModel
import Crypto
import FoundationEssentials
import OpenIDConnect
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Ends a refresh token and every access token it led to. Revoking twice is no error.
    func revokeToken(_ input: RevokeTokenRequest, _ call: Call) async throws -> RevokeTokenResponse {
        let (pool, client) = try await openClient(input.clientId, call)
        try checkSecret(input.clientSecret, of: client)
        guard client.settings.enableTokenRevocation else {
            throw ServiceError(
                CognitoUserPoolsErrors.unsupportedOperation, "Token revocation is not enabled for this client.")
        }
        guard let token = RefreshToken(input.token, seals.refreshToken), token.poolID == pool.id else {
            if SignedToken(input.token) != nil {
                throw ServiceError(CognitoUserPoolsErrors.unsupportedTokenType, "Unsupported token type")
            }
            throw ServiceError.invalidParameter("Invalid Refresh Token")
        }
        guard token.clientID == client.id else {
            throw ServiceError(
                CognitoUserPoolsErrors.unauthorized, "The token was not issued to this client.")
        }
        guard call.time < token.expiresAt else { return RevokeTokenResponse() }
        let revocation = TokenRevocation(
            poolID: pool.id, origin: token.origin,
            until: token.expiresAt.addingTimeInterval(Double(client.settings.accessTokenSeconds)))
        try await store.write { transaction in try transaction.save(revocation) }
        return RevokeTokenResponse()
    }

    /// The secret itself, not its hash, compared in constant time.
    func checkSecret(_ given: String?, of client: UserPoolClient) throws {
        let secrets = try secrets(of: client)
        let digest = SHA256.hash(data: Array((given ?? "").utf8))
        let isRight =
            secrets.isEmpty
            ? (given ?? "").isEmpty : secrets.contains { SHA256.hash(data: Array($0.utf8)) == digest }
        guard isRight else { throw ServiceError(CognitoUserPoolsErrors.unauthorized, "Invalid client secret.") }
    }
}
