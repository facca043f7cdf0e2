import FoundationEssentials
import ServiceKit

/// `GET /_hanok/health`: 200 with JSON once requests are served.
struct HealthPage: ServesPages {
    /// Whether what is made at the start is made.
    let isReady: @Sendable () -> Bool

    func page(_ request: PageRequest) async throws -> PageReply? {
        guard request.path == "/_hanok/health" else { return nil }
        guard request.method == "GET" || request.method == "HEAD" else { return .methodNotAllowed }
        guard isReady() else { return .json("{\"status\":\"starting\"}", status: 503) }
        return .json("{\"status\":\"ok\",\"version\":\"\(HanokVersion.current)\"}")
    }
}

extension PageReply {
    static func json(_ text: String, status: Int = 200) -> PageReply {
        PageReply(status: status, contentType: "application/json", body: Array(text.utf8))
    }

    static let methodNotAllowed = json("{\"message\":\"Method Not Allowed\"}", status: 405)
    static let forbidden = json("{\"message\":\"Forbidden\"}", status: 403)
}
