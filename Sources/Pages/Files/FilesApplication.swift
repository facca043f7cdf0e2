import AWSClient
import Design
import FoundationEssentials
import OpenIDConnect
import ServiceKit
import Synchronization
import Wire

/// The file manager: people sign in at a user pool, and work in S3 with credentials of their own. It is a client like any
/// other, of this server or of AWS.
package struct FilesApplication: ServesPages {
    package static var library: AssetLibrary { FilesPage.library }

    /// `/_hanok/files`, or empty for a server of its own.
    let base: String
    let settings: @Sendable () async throws -> FilesSettings?
    let http: any CallsHTTP
    let documents: ProviderDocuments
    let clock: any Clock
    let randomness: any Randomness
    let page: FilesPage
    let sessions = UserSessions()
    let links: ShortLinks

    /// - Parameter settings: nil while nothing is set up.
    package init(
        base: String, http: any CallsHTTP, clock: any Clock = SystemClock(),
        randomness: any Randomness = SystemRandomness(), settings: @escaping @Sendable () async throws -> FilesSettings?
    ) {
        self.base = base
        self.settings = settings
        self.http = http
        self.clock = clock
        self.randomness = randomness
        documents = ProviderDocuments(http: http)
        page = FilesPage(base: base)
        links = ShortLinks(randomness)
    }

    /// Lists of keys to delete and of parts are longer than forms.
    package func bodyLimit(of request: PageRequest) -> Int? {
        request.path.hasPrefix(base + "/api/") ? 4 << 20 : nil
    }

    package func page(_ request: PageRequest) async throws -> PageReply? {
        guard request.path.hasPrefix(base), let path = path(of: request) else { return nil }
        guard let settings = try await settings() else {
            return path == "/" ? page.notSetUp(request) : page.notFound(request)
        }
        let now = clock.now
        switch (request.method, path) {
        case ("GET", "/"), ("HEAD", "/"): return await start(request, settings, at: now)
        case ("GET", "/login"): return try await signIn(request, settings, at: now)
        case ("GET", "/authorize"): return try await signedIn(request, settings, at: now)
        case ("POST", "/logout"): return try await signOut(request, settings, at: now)
        case ("GET", "/open"): return await open(request, at: now)
        default: break
        }
        if path.hasPrefix("/s/"), request.method == "GET" {
            guard let url = links.url(of: String(path.dropFirst(3)), at: now) else { return page.linkEnded(request) }
            return .redirect(to: url)
        }
        if path.hasPrefix("/api/") { return await answer(request, named: String(path.dropFirst(5)), at: now) }
        return page.notFound(request)
    }

    /// Below the base; nil for a path that only begins alike.
    private func path(of request: PageRequest) -> String? {
        let rest = String(request.path.dropFirst(base.count))
        if rest.isEmpty { return "/" }
        return rest.hasPrefix("/") ? rest : nil
    }

    func session(_ request: PageRequest, at now: Date) -> UserSession? {
        request.cookie(FilesCookie.session).flatMap { sessions.find($0, at: now) }
    }

    private func start(_ request: PageRequest, _ settings: FilesSettings, at now: Date) async -> PageReply {
        guard let session = session(request, at: now), session.settings == settings else {
            return page.welcome(request, settings)
        }
        do { try await session.check() } catch is UserSession.Ended {
            sessions.remove(session.id)
            return page.welcome(request, settings, hasEnded: true)
        } catch {}  // A pool that does not answer ends nobody's session; the page's own calls say so.
        return page.application(request, settings)
    }

    // MARK: Sign-in

    private func signIn(_ request: PageRequest, _ settings: FilesSettings, at now: Date) async throws -> PageReply {
        let attempt = SignInAttempt(language: page.language(of: request), randomness, at: now)
        do {
            var reply = PageReply.redirect(to: try await provider(settings).authorizationAddress(attempt, at: now))
            reply.headers.add(
                "Set-Cookie",
                cookie(
                    SignInAttempt.cookieName, try attempt.sealed(settings), settings,
                    seconds: Int(SignInAttempt.lifetime)))
            return reply
        } catch { return page.failed(request, settings, .unreachable) }
    }

    private func signedIn(_ request: PageRequest, _ settings: FilesSettings, at now: Date) async throws -> PageReply {
        let query = request.query
        func value(_ name: String) -> String? { query.first { $0.name == name }?.value }
        guard let sealed = request.cookie(SignInAttempt.cookieName),
            let attempt = SignInAttempt(sealed: sealed, settings, at: now), value("state") == attempt.state
        else { return page.failed(request, settings, .otherAttempt) }
        guard let code = value("code") else { return page.failed(request, settings, .refused) }
        let provider = provider(settings)
        do {
            let tokens = try await provider.tokens(forCode: code, attempt, at: now)
            let claims = try await provider.verified(tokens.id, at: now)
            let session = UserSession(
                id: Base64URL.encode(randomness.bytes(32)), formToken: Base64URL.encode(randomness.bytes(24)),
                claims: claims, tokens: tokens, provider: provider, client: client(settings), clock: clock)
            if let former = self.session(request, at: now) {
                sessions.remove(former.id)
                await former.revoke()
            }
            sessions.add(session, at: now)
            var reply = PageReply.redirect(to: settings.address + "/")
            reply.headers.add("Set-Cookie", cookie(FilesCookie.session, session.id, settings, seconds: nil))
            reply.headers.add("Set-Cookie", cookie(SignInAttempt.cookieName, "", settings, seconds: 0))
            return reply
        } catch is OpenIDProvider.Refusal {
            return page.failed(request, settings, .refused)
        } catch { return page.failed(request, settings, .unreachable) }
    }

    private func signOut(_ request: PageRequest, _ settings: FilesSettings, at now: Date) async throws -> PageReply {
        var address = settings.address + "/"
        if let session = session(request, at: now) {
            guard request.headers.first(Self.formTokenHeader) == session.formToken else {
                return page.notFound(request)
            }
            sessions.remove(session.id)
            await session.revoke()
            address = (try? await provider(settings).signOutAddress(at: now)) ?? address
        }
        // The page goes there itself: a form's policy would have to name the pool's host.
        var reply = Self.reply(200, ["address": .string(address)])
        reply.headers.add("Set-Cookie", cookie(FilesCookie.session, "", settings, seconds: 0))
        return reply
    }

    private func provider(_ settings: FilesSettings) -> OpenIDProvider {
        OpenIDProvider(settings: settings, documents: documents, http: http)
    }

    private func client(_ settings: FilesSettings) -> AWSClient {
        AWSClient(
            AWSEndpoints(address: settings.endpoint, region: settings.region), http: http, clock: clock)
    }

    private func cookie(_ name: String, _ value: String, _ settings: FilesSettings, seconds: Int?) -> String {
        var text = "\(name)=\(value); Path=\(base.isEmpty ? "/" : base); HttpOnly; SameSite=Lax"
        if let seconds { text += "; Max-Age=\(seconds)" }
        if settings.address.hasPrefix("https://") { text += "; Secure" }
        return text
    }
}

enum FilesCookie {
    static let session = "hanok_files"
}

extension PageRequest {
    func cookie(_ name: String) -> String? {
        for header in headers.all("cookie") {
            for pair in header.split(separator: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2, parts[0].drop(while: { $0 == " " }) == name else { continue }
                return String(parts[1])
            }
        }
        return nil
    }
}

extension PageReply {
    static func redirect(to address: String) -> PageReply {
        var reply = PageReply(status: 302, contentType: "text/plain;charset=UTF-8", body: [])
        reply.headers.set("Location", address)
        reply.headers.set("Cache-Control", "no-store")
        reply.headers.set("Referrer-Policy", "no-referrer")
        return reply
    }
}
