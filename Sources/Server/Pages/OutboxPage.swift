import FoundationEssentials
import Gateway
import ServiceKit
import Wire

/// `GET /_hanok/mail?to=ADDRESS`: what was sent, newest first. Codes stand in it, so it is for the
/// root's signature, or with `--dev` for programs of this machine.
struct OutboxPage: ServesPages {
    let outbox: Outbox
    let isDevelopment: Bool
    /// Whether the request is signed by a root.
    let isSignedByRoot: @Sendable (PageRequest) async -> Bool

    func page(_ request: PageRequest) async throws -> PageReply? {
        guard request.path == "/_hanok/mail" else { return nil }
        guard request.method == "GET" else { return .methodNotAllowed }
        if !(isDevelopment && LoopbackGuard.allows(request)) {
            guard await isSignedByRoot(request) else { return .forbidden }
        }
        let address = request.query.first { $0.name == "to" }?.value
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        let messages = try await outbox.messages(to: address)
        return PageReply(contentType: "application/json", body: [UInt8](try encoder.encode(messages)))
    }
}
