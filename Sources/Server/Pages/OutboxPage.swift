import Design
import FoundationEssentials
import Gateway
import ServiceKit
import Wire

/// `GET /_hanok/mail?to=ADDRESS`: what was sent, newest first, as JSON for programs and as a page for browsers. Codes
/// stand in it, so it is for the root's signature, or with `--dev` for programs of this machine.
struct OutboxPage: ServesPages {
    static let path = "/_hanok/mail"

    let outbox: Outbox
    let isDevelopment: Bool
    /// Whether the request is signed by a root.
    let isSignedByRoot: @Sendable (PageRequest) async -> Bool

    func page(_ request: PageRequest) async throws -> PageReply? {
        guard request.path == Self.path else { return nil }
        guard request.method == "GET" else { return .methodNotAllowed }
        let isHere = isDevelopment && LoopbackGuard.allows(request)
        // A browser cannot sign a request for a page.
        if request.wantsDocument { return isHere ? Self.document.reply(to: request) : Self.refusal(request) }
        if !isHere {
            guard await isSignedByRoot(request) else { return .forbidden }
        }
        let address = request.query.first { $0.name == "to" }?.value
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        let messages = try await outbox.messages(to: address)
        var reply = PageReply(contentType: "application/json", body: [UInt8](try encoder.encode(messages)))
        // The page and its data have one address.
        reply.headers.set("Vary", "Accept")
        reply.headers.set("Cache-Control", "no-store")
        return reply
    }

    private static let document = PageDocument(
        ServerAssets.library, title: "Mail", language: .english, styles: ["reports.css"], script: "mail.js", data: [:],
        policy: PagePolicy(allowsInlineStyle: true))

    private static func refusal(_ request: PageRequest) -> PageReply {
        let language = PageLanguage(of: request)
        let isKorean = language == .korean
        let lead =
            isKorean
            ? "보낸 메일에는 인증 코드가 들어 있어서, --dev로 실행한 서버를 같은 컴퓨터에서 열 때만 브라우저에 보입니다. 그 밖에는 루트 키로 서명한 요청으로 읽어 주세요."
            : "What was sent has codes in it: a browser sees it on the machine of a server that runs with --dev. "
                + "Everywhere else it is read by a request that a root key signed."
        let content: HTML = """
            <div class="card padded stack">
            <h1>\(isKorean ? "메일함을 열 수 없습니다" : "The outbox is closed here")</h1>
            <p>\(lead)</p>
            <pre class="code">curl --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" --aws-sigv4 aws:amz:us-east-1:hanok \\
              '\(request.isSecure ? "https" : "http")://\(request.headers.first("host") ?? "localhost:4566")\(path)'</pre>
            </div>
            """
        return PageDocument(
            ServerAssets.library, title: isKorean ? "메일함" : "Mail", language: language, content: content,
            isNarrow: true
        ).reply(to: request, status: 403)
    }
}
