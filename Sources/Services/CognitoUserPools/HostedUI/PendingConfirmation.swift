import FoundationEssentials
import ServiceKit
import Storage

/// Somebody who gave the right password but is not confirmed yet: the cookie remembers it, so that
/// the code leads straight on to the application.
enum PendingConfirmation {
    static let cookieName = "cognito-confirming"
    static let validity: TimeInterval = 900
}

extension CognitoUserPools {
    func pendingCookie(_ user: User, _ request: HostedRequest) throws -> HostedCookie {
        let value = try HostedSession(user, at: request.page.time).sealed(
            seals.pages, request.site, as: PendingConfirmation.cookieName)
        return cookie(PendingConfirmation.cookieName, value, maxAge: Int(PendingConfirmation.validity), request)
    }

    func endedPendingCookie(_ request: HostedRequest) -> HostedCookie {
        cookie(PendingConfirmation.cookieName, "", maxAge: 0, request)
    }

    func pendingUser(_ request: HostedRequest) async throws -> User? {
        guard let text = request.cookie(PendingConfirmation.cookieName),
            let pending = HostedSession(text, seals.pages, request.site, as: PendingConfirmation.cookieName),
            request.page.time.timeIntervalSince(pending.authenticatedAt) < PendingConfirmation.validity
        else { return nil }
        let key = User.subIndex(request.site.pool.id, pending.sub)
        let user = try await store.read { snapshot in try snapshot.find(User.self, index: key) }
        guard let user, pending.isOf(user) else { return nil }
        return user
    }
}
