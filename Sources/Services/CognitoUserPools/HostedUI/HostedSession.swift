import CognitoUserPoolsModel
import Crypto
import FoundationEssentials
import ServiceKit
import Storage

/// Somebody signed in on a domain's pages, as the cookie `cognito` says for an hour. It ends with the
/// password, a sign-out everywhere, and the user.
struct HostedSession: Sendable {
    static let cookieName = "cognito"
    static let validity: TimeInterval = 3600

    var sub: String
    var passwordCount: UInt64
    var signOutCount: UInt64
    var authenticatedAt: Date

    init(_ user: User, at time: Date) {
        sub = user.sub
        passwordCount = user.passwordCount
        signOutCount = user.signOutCount
        authenticatedAt = time
    }

    func sealed(_ sealer: PurposeSealer, _ site: HostedSite, as kind: String = cookieName) throws -> String {
        var writer = RecordWriter()
        writer.text(sub)
        writer.number(passwordCount)
        writer.number(signOutCount)
        writer.number(authenticatedAt.milliseconds)
        return Base64URL.encode(try sealer.seal(writer.bytes, context: Self.context(site, kind)))
    }

    init?(_ text: String, _ sealer: PurposeSealer, _ site: HostedSite, as kind: String = cookieName) {
        guard text.utf8.count <= 1024, let bytes = Base64URL.decode(text),
            let plain = try? sealer.open(bytes, context: Self.context(site, kind))
        else { return nil }
        var reader = RecordReader(plain[...])
        do {
            sub = try reader.text()
            passwordCount = try reader.number()
            signOutCount = try reader.number()
            authenticatedAt = Date(milliseconds: try reader.number())
        } catch { return nil }
    }

    private static func context(_ site: HostedSite, _ kind: String) -> [UInt8] {
        Array("\(kind) \(site.pool.id) \(site.domain)".utf8)
    }

    func isOf(_ user: User) -> Bool {
        user.sub == sub && user.passwordCount == passwordCount && user.signOutCount == signOutCount && user.enabled
    }
}

extension User {
    /// Whether nothing stands between the user and a sign-in: no code, no new password.
    var isReady: Bool { status == .confirmed || status == .externalProvider }
}

extension CognitoUserPools {
    /// Who is signed in on the domain's pages, and since when.
    func sessionUser(_ request: HostedRequest) async throws -> (user: User, since: Date)? {
        guard let text = request.cookie(HostedSession.cookieName),
            let session = HostedSession(text, seals.pages, request.site)
        else { return nil }
        let age = request.page.time.timeIntervalSince(session.authenticatedAt)
        guard age < HostedSession.validity else { return nil }
        let key = User.subIndex(request.site.pool.id, session.sub)
        let user = try await store.read { snapshot in try snapshot.find(User.self, index: key) }
        guard let user, session.isOf(user), user.isReady else { return nil }
        return (user, session.authenticatedAt)
    }

    func sessionCookie(_ user: User, _ request: HostedRequest) throws -> HostedCookie {
        let value = try HostedSession(user, at: request.page.time).sealed(seals.pages, request.site)
        return cookie(HostedSession.cookieName, value, maxAge: Int(HostedSession.validity), request)
    }

    func endedSessionCookie(_ request: HostedRequest) -> HostedCookie {
        cookie(HostedSession.cookieName, "", maxAge: 0, request)
    }

    func cookie(_ name: String, _ value: String, maxAge: Int?, _ request: HostedRequest) -> HostedCookie {
        HostedCookie(
            name: name, value: value, path: request.site.cookiePath, maxAge: maxAge,
            isSecure: isSecure(request.page))
    }

    /// By the connection, or by a proxy in front of our public https address.
    private func isSecure(_ page: PageRequest) -> Bool {
        if page.isSecure { return true }
        guard issuers.publicURL.hasPrefix("https://") else { return false }
        let authority = issuers.publicURL.dropFirst("https://".utf8.count).prefix { $0 != "/" && $0 != ":" }
        return authority.lowercased() == page.host
    }
}
