import CognitoUserPoolsModel
import Crypto
import ServiceKit

extension CognitoUserPools {
    /// New tokens of a sign-in. A client that rotates gets a new refresh token too, and the one
    /// given dies after the grace period.
    func getTokensFromRefreshToken(
        _ input: GetTokensFromRefreshTokenRequest, _ call: Call
    ) async throws -> GetTokensFromRefreshTokenResponse {
        try admit(call, .authentication)
        let (pool, client) = try await openClient(input.clientId, call)
        try checkSecret(input.clientSecret, of: client)
        let context = SignInContext(pool: pool, client: client, call: call, metadata: input.clientMetadata)
        return GetTokensFromRefreshTokenResponse(
            authenticationResult: try await renew(input.refreshToken, deviceKey: input.deviceKey, context))
    }
}
