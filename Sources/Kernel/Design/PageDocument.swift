import ServiceKit
import Wire

/// A page of ours as its first bytes are: what it loads, the data it starts with, and what it says without scripts.
package struct PageDocument: Sendable {
    package var library: AssetLibrary
    /// Styles beside the design's own.
    package var styles: [String]
    /// The module that makes the page; nil for one that is whole as it is.
    package var script: String?
    package var title: String
    package var language: PageLanguage
    package var data: JSONValue?
    package var content: HTML?
    package var isNarrow: Bool
    package var policy: PagePolicy

    package init(
        _ library: AssetLibrary, title: String, language: PageLanguage, styles: [String] = [], script: String? = nil,
        data: JSONValue? = nil, content: HTML? = nil, isNarrow: Bool = false, policy: PagePolicy = PagePolicy()
    ) {
        self.library = library
        self.title = title
        self.language = language
        self.styles = styles
        self.script = script
        self.data = data
        self.content = content
        self.isNarrow = isNarrow
        self.policy = policy
    }

    package func reply(to request: PageRequest, status: Int = 200) -> PageReply {
        var reply = PageReply(
            status: status, contentType: "text/html;charset=UTF-8", body: Array(html(for: request).text.utf8))
        policy.apply(to: &reply, for: request)
        return reply
    }

    private func html(for request: PageRequest) -> HTML {
        """
        <!DOCTYPE html>
        <html lang="\(language.rawValue)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex, nofollow">
        <meta name="color-scheme" content="light dark">
        <title>\(title)</title>
        <link rel="icon" type="image/svg+xml" href="\(library.address(of: "icon.svg"))">
        \(links)\
        </head>
        <body>
        <a class="skip button" href="#content">\(Self.skip[language] ?? "")</a>
        <header class="topbar"><div class="topbar-inner">
        <span class="product"><img src="\(library.address(of: "icon.svg"))" alt="" width="28" height="28">\(title)</span>
        \(script == nil ? languages(of: request) : .empty)
        </div></header>
        <main class="page\(isNarrow ? " narrow" : "")" id="content" tabindex="-1">\(content)\(withoutScripts)</main>
        \(embedded)
        </body>
        </html>

        """
    }

    private var links: HTML {
        let styles = (["tokens.css", "base.css", "components.css"] + styles).map { name -> HTML in
            "<link rel=\"stylesheet\" href=\"\(library.address(of: name))\">\n"
        }
        guard let script else { return "\(styles)" }
        // All at once: a browser that reads the imports one after the other waits for each.
        let modules = library.assets.filter { $0.name.hasSuffix(".js") }.map { asset -> HTML in
            "<link rel=\"modulepreload\" href=\"\(library.address(of: asset.name))\">\n"
        }
        return """
            \(styles)\(modules)\
            <script type="module" src="\(library.address(of: script))"></script>

            """
    }

    private var embedded: HTML {
        guard let data else { return .empty }
        return "<script type=\"application/json\" id=\"data\">\(HTML(json: data))</script>"
    }

    private var withoutScripts: HTML {
        guard script != nil else { return .empty }
        return """
            <noscript><p class="message bad" lang="en">This page needs JavaScript.</p>\
            <p class="message bad" lang="ko">이 페이지를 보려면 JavaScript가 필요합니다.</p></noscript>
            """
    }

    private func languages(of request: PageRequest) -> HTML {
        let links = PageLanguage.allCases.map { language -> HTML in
            guard language != self.language else { return "<li aria-current=\"true\">\(language.name)</li>" }
            let code = language.rawValue
            let address = request.path + "?lang=" + code
            return "<li><a href=\"\(address)\" hreflang=\"\(code)\" lang=\"\(code)\">\(language.name)</a></li>"
        }
        return "<nav aria-label=\"Language · 언어\"><ul class=\"language-links\">\(links)</ul></nav>"
    }

    private static let skip: [PageLanguage: String] = [.english: "Skip to the content", .korean: "본문으로 건너뛰기"]
}

extension HTML {
    /// Data for the inside of a script element, which no text in it can end.
    init(json: JSONValue) {
        let text = String(decoding: json.serialized(), as: UTF8.self)
        self.init(trusted: text.replacing("<", with: "\\u003c"))
    }
}
