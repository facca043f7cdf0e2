import Design
import Gateway
import ServiceKit
import Wire

/// `/_hanok/why` and `/_hanok/why/REQUEST-ID`: why a request was refused, for people. The page has nothing in it that
/// is anybody's: it asks for the explanation, with `--dev` on this machine as it is, else signed with the keys that the
/// person before it gives to it.
struct WhyPage: ServesPages {
    static let path = "/_hanok/why"

    let explanations: any FindsExplanations
    let isDevelopment: Bool

    func page(_ request: PageRequest) async throws -> PageReply? {
        guard request.path == Self.path || request.path.hasPrefix(Self.path + "/") else { return nil }
        guard request.method == "GET" || request.method == "HEAD" else { return .methodNotAllowed }
        let isHere = isDevelopment && LoopbackGuard.allows(request)
        if request.wantsDocument { return Self.document(isOpen: isHere).reply(to: request) }
        guard isHere else { return .forbidden }
        let id = String(request.path.dropFirst(Self.path.utf8.count + 1))
        guard let explanation = try await explanations.explanation(ofRequest: id) else {
            return ExplanationPage.notFound
        }
        var reply = PageReply(contentType: "application/json", body: explanation.whole.serialized())
        reply.headers.set("Vary", "Accept")
        reply.headers.set("Cache-Control", "no-store")
        return reply
    }

    private static func document(isOpen: Bool) -> PageDocument {
        PageDocument(
            ServerAssets.library, title: "Why", language: .english, styles: ["reports.css"], script: "why.js",
            data: ["isOpen": .bool(isOpen)])
    }
}
