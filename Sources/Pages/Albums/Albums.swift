import Design
import PolicyEngine
import ServiceKit
import Wire

/// `/_hanok/albums`: photo albums in a bucket, straight from the browser with the credentials of an identity pool. The
/// server gives the page and its settings; everything else the browser asks of the services, as any client does.
package struct Albums: ServesPages {
    package static let path = "/_hanok/albums"
    package static let library = AssetLibrary(
        "albums",
        Design.look + Design.page + Design.files + Design.clients + [
            Asset("album.js", PackageResources.album_js), Asset("albums.css", PackageResources.albums_css),
            Asset("albums.js", PackageResources.albums_js), Asset("deleting.js", PackageResources.deleting_js),
            Asset("list.js", PackageResources.list_js), Asset("names.js", PackageResources.names_js),
            Asset("texts.js", PackageResources.texts_js),
            Asset("viewer.js", PackageResources.viewer_js),
        ])

    private let settings: @Sendable () async throws -> AlbumsSettings?
    private let passes: AlbumPasses
    private let throttle = PasswordThrottle()

    /// - Parameters:
    ///   - secret: of this server; who has given the page's password is known again by it.
    ///   - settings: nil while there are no albums, which the page then says how to set up.
    package init(secret: [UInt8], settings: @escaping @Sendable () async throws -> AlbumsSettings?) {
        passes = AlbumPasses(secret: secret)
        self.settings = settings
    }

    package func page(_ request: PageRequest) async throws -> PageReply? {
        guard request.path == Self.path || request.path == Self.path + "/" else { return nil }
        guard ["GET", "HEAD", "POST"].contains(request.method) else {
            return PageReply(status: 405, contentType: "text/plain;charset=UTF-8", body: [])
        }
        let notes = AlbumNotes(language: PageLanguage(of: request))
        guard let settings = try await settings() else { return notes.setUp(request) }
        guard Self.admits(request.address, settings) else { return notes.elsewhere(request) }
        // The name without the slash is the one that sign-in comes back to.
        guard request.path == Self.path else { return Self.redirect(to: Self.path) }
        if request.method == "POST" { return enter(request, settings, notes) }
        if let password = settings.password, !passes.isHeld(by: request, password: password) {
            return notes.password(request)
        }
        return Self.document(settings, notes.language).reply(to: request)
    }

    private static func admits(_ address: String, _ settings: AlbumsSettings) -> Bool {
        settings.networks.isEmpty || settings.networks.contains { PolicyValue.isAddress(address, in: $0) }
    }

    /// The form of the password page, or the button that locks the page again.
    private func enter(_ request: PageRequest, _ settings: AlbumsSettings, _ notes: AlbumNotes) -> PageReply {
        guard let password = settings.password else { return Self.redirect(to: Self.path) }
        if request.form.contains(where: { $0.name == "leave" }) {
            return Self.redirect(to: Self.path, cookie: passes.end(request))
        }
        guard throttle.admits(request.address, at: request.time) else {
            return notes.password(request, problem: .tooMany)
        }
        let given = request.form.first { $0.name == "password" }?.value ?? ""
        guard passes.isPassword(given, password) else { return notes.password(request, problem: .wrong) }
        return Self.redirect(to: Self.path, cookie: passes.begin(request, password: password))
    }

    private static func redirect(to path: String, cookie: String? = nil) -> PageReply {
        var reply = PageReply(status: 303, contentType: "text/plain;charset=UTF-8", body: [])
        reply.headers.set("Location", path)
        reply.headers.set("Cache-Control", "no-store")
        if let cookie { reply.headers.set("Set-Cookie", cookie) }
        return reply
    }

    private static func document(_ settings: AlbumsSettings, _ language: PageLanguage) -> PageDocument {
        let elsewhere = settings.endpoint.flatMap(origin)
        let domain = settings.signIn.flatMap { origin($0.domain) }
        return PageDocument(
            library, title: language == .korean ? "앨범" : "Albums", language: language,
            styles: ["uploads.css", "albums.css"],
            script: "albums.js", data: data(settings),
            policy: PagePolicy(
                media: [elsewhere].compactMap(\.self), connections: [elsewhere, domain].compactMap(\.self)))
    }

    private static func data(_ settings: AlbumsSettings) -> JSONValue {
        let signIn: JSONValue =
            settings.signIn.map { signIn in
                [
                    "provider": .string(signIn.provider), "domain": .string(signIn.domain),
                    "clientID": .string(signIn.clientID),
                ]
            } ?? .null
        return [
            "endpoint": .string(settings.endpoint ?? ""), "region": .string(settings.region),
            "identityPool": .string(settings.identityPoolID), "bucket": .string(settings.bucket), "signIn": signIn,
            "isLocked": .bool(settings.password != nil),
        ]
    }

    /// `https://host:port` of an address; nil for a path, which is on this server. Nothing of it can end a policy.
    static func origin(_ address: String) -> String? {
        guard let scheme = address.firstRange(of: "://") else { return nil }
        let authority = address[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let origin = address[..<scheme.upperBound] + authority
        return origin.contains { $0 == ";" || $0 == "," || $0.isWhitespace } ? nil : String(origin)
    }
}
