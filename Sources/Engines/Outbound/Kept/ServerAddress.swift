import Wire

/// Where a URL leads: a server and, at it, a target.
struct ServerAddress: Equatable, Sendable {
    /// What connections are kept for.
    struct Origin: Hashable, Sendable {
        let isSecure: Bool
        let host: String
        let port: Int
    }

    let origin: Origin
    /// As `Host` tells it: without a port that the scheme implies.
    let authority: String
    /// Path and query.
    let target: String

    /// Nil for what is no URL of http or https with a host; user names are none (RFC 9110, section 4.2.4).
    init?(_ url: String) {
        let isSecure = url.hasPrefixIgnoringASCIICase("https://")
        guard isSecure || url.hasPrefixIgnoringASCIICase("http://") else { return nil }
        // Nothing may end the request's line, or the field that names the server.
        guard !url.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) else { return nil }
        let rest = url.utf8.dropFirst(isSecure ? 8 : 7)
        let authority = Substring(
            rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") })
        guard !authority.utf8.contains(UInt8(ascii: "@")), let (host, port) = Self.split(authority) else { return nil }
        let standard = isSecure ? 443 : 80
        origin = Origin(isSecure: isSecure, host: host, port: port ?? standard)
        let written = host.contains(":") ? "[\(host)]" : host
        self.authority = port == nil || port == standard ? written : "\(written):\(origin.port)"
        let target = Substring(rest[authority.endIndex...].prefix { $0 != UInt8(ascii: "#") })
        self.target = target.hasPrefix("/") ? String(target) : "/" + target
    }

    private static func split(_ authority: Substring) -> (host: String, port: Int?)? {
        let host: Substring
        let rest: Substring
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            host = authority[authority.index(after: authority.startIndex)..<end]
            rest = authority[authority.index(after: end)...]
        } else {
            host = Substring(authority.utf8.prefix { $0 != UInt8(ascii: ":") })
            rest = authority[host.endIndex...]
        }
        guard !host.isEmpty else { return nil }
        if rest.isEmpty || rest == ":" { return (host.lowercased(), nil) }
        guard rest.hasPrefix(":"), let port = UInt16(rest.dropFirst()), port > 0 else { return nil }
        return (host.lowercased(), Int(port))
    }
}
