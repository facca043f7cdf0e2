import FoundationEssentials
import OpenIDConnect
import ServiceKit
import Storage
import Wire

extension CognitoUserPools {
    /// `POST /oauth2/revoke`, RFC 7009: a refresh token and all that it led to. A token that is none
    /// is no error.
    func revokeEndpoint(_ request: HostedRequest) async throws -> HostedReply {
        guard request.page.method == "POST" else { throw OAuthError("invalid_request", status: 405) }
        let parameters = request.form
        let client = try await authenticatedClient(request.page.headers, parameters, request.site)
        guard let text = parameters["token"], client.settings.enableTokenRevocation else {
            throw OAuthError.invalidRequest
        }
        guard let token = RefreshToken(text, seals.refreshToken), token.poolID == request.site.pool.id else {
            if SignedToken(text) != nil { throw OAuthError.unsupportedTokenType }
            return HostedReply(status: 200)
        }
        guard token.clientID == client.id else { throw OAuthError.unauthorizedClient }
        guard request.page.time < token.expiresAt else { return HostedReply(status: 200) }
        let revocation = TokenRevocation(
            poolID: token.poolID, origin: token.origin,
            until: token.expiresAt.addingTimeInterval(Double(client.settings.accessTokenSeconds)))
        try await store.write { transaction in try transaction.save(revocation) }
        return HostedReply(status: 200)
    }
}
