import ServiceKit
import Wire

/// `GET /_hanok/ca.pem`: the certificate that programs trust who speak https to a server with `--tls local`.
struct AuthorityPage: ServesPages {
    /// Nil without a local authority.
    let certificate: String?

    func page(_ request: PageRequest) async throws -> PageReply? {
        guard request.path == "/_hanok/ca.pem", let certificate else { return nil }
        guard request.method == "GET" || request.method == "HEAD" else { return .methodNotAllowed }
        return PageReply(contentType: "application/x-pem-file", body: Array((certificate + "\n").utf8))
    }
}
