import AWSClient
import Design
import ServiceKit
import Wire

/// The documents of the file manager: what is shown before somebody is signed in, and the application itself.
struct FilesPage: Sendable {
    enum Failure: Sendable {
        /// The user pool does not answer.
        case unreachable
        /// A sign-in that was not begun here, or too long ago.
        case otherAttempt
        case refused
    }

    static let library = AssetLibrary(
        "files",
        Design.look + Design.page + Design.files + [
            Asset("actions.js", PackageResources.actions_js), Asset("chosen.js", PackageResources.chosen_js),
            Asset("files.css", PackageResources.files_css), Asset("files.js", PackageResources.files_js),
            Asset("folder.js", PackageResources.folder_js), Asset("names.js", PackageResources.names_js),
            Asset("preview.js", PackageResources.preview_js), Asset("server.js", PackageResources.server_js),
            Asset("share.js", PackageResources.share_js), Asset("taken.js", PackageResources.taken_js),
            Asset("texts.js", PackageResources.texts_js), Asset("textsko.js", PackageResources.textsko_js),
        ])

    let base: String

    func language(of request: PageRequest) -> String { PageLanguage(of: request).rawValue }

    // MARK: The application

    func application(_ request: PageRequest, _ settings: FilesSettings) -> PageReply {
        let origin = settings.storageOrigin
        return PageDocument(
            Self.library, title: Words(request).product, language: PageLanguage(of: request),
            styles: ["uploads.css", "files.css"], script: "files.js", data: ["base": .string(base)],
            policy: PagePolicy(media: [origin], connections: [origin], frames: ["blob:"])
        ).reply(to: request)
    }

    // MARK: Before and besides

    func welcome(_ request: PageRequest, _ settings: FilesSettings, hasEnded: Bool = false) -> PageReply {
        let words = Words(request)
        let ended: HTML = hasEnded ? "<p class=\"message\" role=\"status\">\(words.ended)</p>" : .empty
        return card(
            request, settings,
            """
            <h1>\(words.welcome)</h1>
            <p>\(words.lead)</p>
            \(ended)
            \(signIn(words, settings))
            """)
    }

    func failed(_ request: PageRequest, _ settings: FilesSettings, _ failure: Failure) -> PageReply {
        let words = Words(request)
        return card(
            request, settings,
            """
            <h1>\(words.notSignedIn)</h1>
            <p class="message bad" role="alert">\(words.reason(failure))</p>
            \(signIn(words, settings))
            """, status: failure == .unreachable ? 502 : 400)
    }

    func notSetUp(_ request: PageRequest) -> PageReply {
        let words = Words(request)
        return card(
            request, nil,
            """
            <h1>\(words.notSetUp)</h1>
            <p>\(words.howToSetUp)</p>
            <pre class="code">hanok serve --dev --demo</pre>
            """, status: 404)
    }

    func linkEnded(_ request: PageRequest) -> PageReply {
        let words = Words(request)
        return card(request, nil, "<h1>\(words.linkEnded)</h1><p>\(words.linkEndedLead)</p>", status: 404)
    }

    func notFound(_ request: PageRequest) -> PageReply {
        let words = Words(request)
        return card(
            request, nil,
            """
            <h1>\(words.notFound)</h1>
            <p><a class="button" href="\(base)/">\(words.back)</a></p>
            """, status: 404)
    }

    /// By the application's own address: the cookie of a sign-in that is begun under another name of this host would not
    /// be there when the pool sends the browser back.
    private func signIn(_ words: Words, _ settings: FilesSettings) -> HTML {
        let address = "\(settings.address)/login?lang=\(words.language.rawValue)"
        return "<p><a class=\"button primary\" href=\"\(address)\">\(words.signIn)</a></p>"
    }

    private func card(
        _ request: PageRequest, _ settings: FilesSettings?, _ content: HTML, status: Int = 200
    ) -> PageReply {
        let words = Words(request)
        return PageDocument(
            Self.library, title: words.product, language: words.language,
            content: "<div class=\"card padded stack\">\(content)</div>", isNarrow: true
        ).reply(to: request, status: status)
    }
}

extension FilesSettings {
    /// Where browsers send bodies to, for the page's policy.
    var storageOrigin: String {
        let endpoint = AWSEndpoints(address: endpoint, region: region).url(of: "s3")
        guard let scheme = endpoint.firstRange(of: "://") else { return endpoint }
        return String(endpoint[..<scheme.upperBound] + endpoint[scheme.upperBound...].prefix { $0 != "/" })
    }
}
