import ServiceKit
import Storage
import Wire

extension CognitoUserPools {
    /// `GET /logout`: ends the session of the pages, and goes on to an address of the client's list:
    /// `logout_uri`, or the sign-in page where `redirect_uri` and `response_type` are given.
    func logoutEndpoint(_ request: HostedRequest) async throws -> HostedReply {
        guard request.page.method == "GET" || request.page.method == "HEAD" else { return .notAllowed }
        guard let id = request.query["client_id"], let client = try await request.site.client(id, store) else {
            return reply(to: .stays(error: "invalid_client"), request)
        }
        if let address = request.query["logout_uri"] {
            guard client.settings.logoutURLs?.contains(where: { $0.utf8.elementsEqual(address.utf8) }) == true else {
                return reply(to: .stays(error: "redirect_mismatch"), request)
            }
            return HostedReply.redirect(to: address).adding([endedSessionCookie(request)])
        }
        if request.query["redirect_uri"] != nil {
            do { _ = try AuthorizationRequest(request.query, request.site, client: client) } catch {
                return reply(to: error, request)
            }
            return HostedReply.redirect(to: request.address("/login")).adding([endedSessionCookie(request)])
        }
        return try await signedOutPage(request).adding([endedSessionCookie(request)])
    }
}
