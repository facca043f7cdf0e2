import Design
import ServiceKit
import Wire

/// An answer of a pool's domain, before the headers that all of them carry.
struct HostedReply: Sendable {
    var status: Int
    var headers: HeaderFields
    var body: [UInt8] = []
    /// The application's own scheme, where a form of the page leads to one that is not of the web.
    var formTarget: String?
    /// Pages are never kept by caches; stylesheets are.
    var isCacheable = false

    init(status: Int, headers: HeaderFields = HeaderFields(), body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    static func redirect(to address: String) -> HostedReply {
        HostedReply(status: 302, headers: HeaderFields([("Location", address)]))
    }

    static func json(_ body: [UInt8], status: Int = 200) -> HostedReply {
        HostedReply(
            status: status, headers: HeaderFields([("Content-Type", "application/json;charset=UTF-8")]), body: body)
    }

    static func html(_ document: HTML, status: Int = 200) -> HostedReply {
        HostedReply(
            status: status, headers: HeaderFields([("Content-Type", "text/html;charset=UTF-8")]),
            body: Array(document.text.utf8))
    }

    func adding(_ cookies: [HostedCookie]) -> HostedReply {
        var reply = self
        for cookie in cookies { reply.headers.add("Set-Cookie", cookie.header) }
        return reply
    }

    /// The answer with the headers that keep a page from being framed, sniffed, kept or scripted.
    ///
    /// - Parameter assets: where styles and scripts may come from. Stored objects share the origin, so it is
    ///   our own folder and not `'self'` where the request tells its address.
    func pageReply(assets: String = "'self'") -> PageReply {
        var reply = PageReply(
            status: status, contentType: headers.first("content-type") ?? "text/plain;charset=UTF-8", body: body)
        for field in headers.fields where !field.name.equalsIgnoringASCIICase("content-type") {
            reply.headers.add(field.name, field.value)
        }
        let target = formTarget.map { " " + $0 } ?? ""
        // Chromium holds every redirect after a form to form-action, and an application's callback may
        // lead on to any other host.
        reply.headers.set(
            "Content-Security-Policy",
            "default-src 'none'; style-src \(assets); img-src 'self' data:; script-src \(assets); connect-src 'self'; "
                + "form-action 'self' https: http:\(target); frame-ancestors 'none'; base-uri 'none'")
        reply.headers.set("X-Frame-Options", "DENY")
        reply.headers.set("Cross-Origin-Opener-Policy", "same-origin")
        reply.headers.set("X-Content-Type-Options", "nosniff")
        reply.headers.set("Referrer-Policy", "no-referrer")
        if !isCacheable {
            reply.headers.set("Cache-Control", "no-cache, no-store, max-age=0, must-revalidate")
            reply.headers.set("Pragma", "no-cache")
        }
        return reply
    }
}

/// A cookie of a domain's pages.
struct HostedCookie: Sendable {
    var name: String
    var value: String
    var path: String
    /// Nil until the browser closes.
    var maxAge: Int?
    var isSecure: Bool

    var header: String {
        var text = "\(name)=\(value); Path=\(path); HttpOnly; SameSite=Lax"
        if let maxAge { text += "; Max-Age=\(maxAge)" }
        if isSecure { text += "; Secure" }
        return text
    }
}
