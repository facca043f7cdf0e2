import ServiceKit
import Wire

/// Keeps pages that need no signature to programs of this machine: no foreign page may reach them
/// through somebody's browser, no proxy may carry them out.
package enum LoopbackGuard {
    private static let hosts: Set<String> = ["localhost", "127.0.0.1", "[::1]"]
    private static let addresses: Set<String> = ["127.0.0.1", "::1", "::ffff:127.0.0.1"]
    private static let forwardingHeaders = [
        "forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via",
    ]

    package static func allows(_ request: PageRequest) -> Bool {
        guard hosts.contains(request.host), addresses.contains(request.address) else { return false }
        guard !forwardingHeaders.contains(where: request.headers.contains) else { return false }
        if let origin = request.headers.first("origin"), !isLoopback(origin: origin) { return false }
        switch request.headers.first("sec-fetch-site")?.lowercased() {
        case nil, "same-origin", "none": return true
        default: return false
        }
    }

    /// `http://localhost:3000` and the like.
    static func isLoopback(origin: String) -> Bool {
        guard let scheme = origin.firstRange(of: "://") else { return false }
        let authority = origin[scheme.upperBound...].lowercased()
        if authority.hasPrefix("[") { return authority == "[::1]" || authority.hasPrefix("[::1]:") }
        return hosts.contains(authority.split(separator: ":").first.map(String.init) ?? "")
    }
}
