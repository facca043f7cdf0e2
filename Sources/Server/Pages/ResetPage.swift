import Gateway
import ServiceKit
import Wire

/// `POST /_hanok/reset` with `X-Hanok-Reset: yes`: forgets everything stored. With `--dev` alone.
struct ResetPage: ServesPages {
    let isDevelopment: Bool
    let reset: @Sendable () async throws -> Void

    func page(_ request: PageRequest) async throws -> PageReply? {
        guard request.path == "/_hanok/reset" else { return nil }
        guard request.method == "POST" else { return .methodNotAllowed }
        guard isDevelopment, request.headers.first("x-hanok-reset") == "yes", LoopbackGuard.allows(request)
        else { return .forbidden }
        try await reset()
        return .json("{\"status\":\"reset\"}")
    }
}
