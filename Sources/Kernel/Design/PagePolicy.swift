import ServiceKit
import Wire

/// What a page may load and where it may send to. Stored objects share the origin of our pages, so styles and scripts
/// come from our own folder and never from `'self'`.
package struct PagePolicy: Sendable {
    /// Origins of pictures, sound and film beside our own.
    package var media: [String]
    /// Origins that scripts may ask beside our own.
    package var connections: [String]
    /// Sources of frames; none has no frames but those made of a text.
    package var frames: [String]
    /// Whether texts of others that are shown in a sandboxed frame keep their own look. A frame made of a text
    /// takes its page's policy over.
    package var allowsInlineStyle: Bool

    package init(
        media: [String] = [], connections: [String] = [], frames: [String] = [], allowsInlineStyle: Bool = false
    ) {
        self.media = media
        self.connections = connections
        self.frames = frames
        self.allowsInlineStyle = allowsInlineStyle
    }

    package func text(for request: PageRequest) -> String {
        let assets = request.source(below: AssetLibrary.folder)
        let media = (["'self'", "blob:"] + media).joined(separator: " ")
        let directives =
            [
                "default-src 'none'", "script-src \(assets)",
                "style-src \(assets)" + (allowsInlineStyle ? " 'unsafe-inline'" : ""), "img-src \(media) data:",
                "media-src \(media)", "connect-src " + (["'self'"] + connections).joined(separator: " "),
                "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
            ] + (frames.isEmpty ? [] : ["frame-src " + frames.joined(separator: " ")])
        return directives.joined(separator: "; ")
    }

    /// Sets the headers that keep a page from being framed, sniffed, kept or scripted by others.
    package func apply(to reply: inout PageReply, for request: PageRequest) {
        reply.headers.set("Content-Security-Policy", text(for: request))
        reply.headers.set("X-Frame-Options", "DENY")
        reply.headers.set("Cross-Origin-Opener-Policy", "same-origin")
        reply.headers.set("Cross-Origin-Resource-Policy", "same-origin")
        reply.headers.set("X-Content-Type-Options", "nosniff")
        reply.headers.set("Referrer-Policy", "no-referrer")
        reply.headers.set("Cache-Control", "no-store")
    }
}

extension PageRequest {
    /// A folder of ours as a source of a content security policy; all of ours where the host's name says nothing that
    /// a policy can carry.
    package func source(below path: String) -> String {
        let host = headers.first("host") ?? ""
        let isPlain = host.utf8.allSatisfy { byte in
            (0x30...0x3A).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
        }
        guard isPlain, !host.isEmpty else { return "'self'" }
        // Behind a proxy the browser may speak https where we do not see it.
        return "http://\(host)\(path) https://\(host)\(path)"
    }

    /// Whether a person's browser asks for a page, and not a program for data.
    package var wantsDocument: Bool {
        (headers.first("accept") ?? "").split(separator: ",").contains { $0.drop { $0 == " " }.hasPrefix("text/html") }
    }
}

/// A language that pages speak.
package enum PageLanguage: String, Sendable, CaseIterable {
    case english = "en"
    case korean = "ko"

    package var name: String { self == .english ? "English" : "한국어" }

    /// By `lang`, else by what the browser prefers, else English.
    package init(of request: PageRequest) {
        if let lang = request.query.first(where: { $0.name == "lang" })?.value, let wanted = Self(tag: lang) {
            self = wanted
            return
        }
        var best: (language: PageLanguage, weight: Double)?
        for part in (request.headers.first("accept-language") ?? "").split(separator: ",").prefix(20) {
            let fields = part.split(separator: ";").map { $0.filter { $0 != " " } }
            guard let tag = fields.first, let language = Self(tag: tag) else { continue }
            let weight = fields.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            if weight > best?.weight ?? 0 { best = (language, weight) }
        }
        self = best?.language ?? .english
    }

    private init?(tag: String) {
        self.init(rawValue: tag.prefix { $0 != "-" && $0 != "_" }.lowercased())
    }
}
