import Design
import ServiceKit
import Wire

/// `GET /` by a browser: what is there, and where. `/_hanok/posts`: the protected API of the demonstration, by hand.
package struct StartPage: ServesPages {
    package static let library = AssetLibrary(
        "start",
        Design.look + Design.page + Design.signIn + [
            Asset("posts.js", PackageResources.posts_js), Asset("poststexts.js", PackageResources.poststexts_js),
            Asset("start.css", PackageResources.start_css),
        ])

    private let settings: @Sendable () -> StartSettings

    package init(settings: @escaping @Sendable () -> StartSettings) { self.settings = settings }

    package func page(_ request: PageRequest) async throws -> PageReply? {
        guard request.path == "/" || request.path == "/_hanok/posts" else { return nil }
        guard request.method == "GET" || request.method == "HEAD" else { return nil }
        let settings = settings()
        return request.path == "/" ? start(request, settings) : posts(request, settings)
    }

    private func start(_ request: PageRequest, _ settings: StartSettings) -> PageReply {
        let words = StartWords(request)
        return PageDocument(
            Self.library, title: "Hanok 한옥", language: words.language, styles: ["start.css"],
            content: StartContent(settings: settings, words: words).html
        ).reply(to: request)
    }

    private func posts(_ request: PageRequest, _ settings: StartSettings) -> PageReply? {
        let words = StartWords(request)
        guard let made = settings.demonstration else {
            return PageDocument(
                Self.library, title: words.posts, language: words.language,
                content: """
                    <div class="card padded stack"><h1>\(words.posts)</h1><p>\(words.noDemonstration)</p>\
                    <pre class="code">hanok serve --dev --demo</pre></div>
                    """, isNarrow: true
            ).reply(to: request, status: 404)
        }
        return PageDocument(
            Self.library, title: words.posts, language: words.language, styles: ["start.css"], script: "posts.js",
            data: [
                "domain": .string("/_hanok/auth/" + made.domain), "client": .string(made.clientID),
                "api": .string(made.postPath), "table": .string(made.table), "function": .string(made.function),
            ], isNarrow: true
        ).reply(to: request)
    }
}
