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
        // As bytes: every call to a server passes by here.
        var url = url
        let parts = url.withUTF8 { bytes -> (authority: Authority, target: String)? in
            // Nothing may end the request's line, or the field that names the server.
            guard bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return nil }
            let rest = bytes[(isSecure ? 8 : 7)...]
            let end = rest.firstIndex { $0 == Self.slash || $0 == Self.question || $0 == Self.hash } ?? rest.endIndex
            guard let authority = Authority(rest[..<end]) else { return nil }
            let target = String(decoding: rest[end...].prefix { $0 != Self.hash }, as: UTF8.self)
            return (authority, target)
        }
        guard let parts else { return nil }
        let standard = isSecure ? 443 : 80
        let (host, port) = (parts.authority.host, parts.authority.port)
        origin = Origin(isSecure: isSecure, host: host, port: port ?? standard)
        let written = host.utf8.contains(Self.colon) ? "[" + host + "]" : host
        authority = port == nil || port == standard ? written : written + ":" + String(origin.port)
        target = parts.target.utf8.first == Self.slash ? parts.target : "/" + parts.target
    }

    private static let slash = UInt8(ascii: "/")
    private static let question = UInt8(ascii: "?")
    private static let hash = UInt8(ascii: "#")
    fileprivate static let colon = UInt8(ascii: ":")
}

/// A host, an address of version 6 without its brackets, and a port where one is written.
private struct Authority {
    let host: String
    let port: Int?

    init?(_ text: Slice<UnsafeBufferPointer<UInt8>>) {
        guard !text.contains(UInt8(ascii: "@")) else { return nil }
        let rest: Slice<UnsafeBufferPointer<UInt8>>
        let name: Slice<UnsafeBufferPointer<UInt8>>
        if text.first == UInt8(ascii: "[") {
            guard let end = text.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            name = text[(text.startIndex + 1)..<end]
            rest = text[(end + 1)...]
        } else {
            name = text.prefix { $0 != ServerAddress.colon }
            rest = text[name.endIndex...]
        }
        guard !name.isEmpty else { return nil }
        host = String(decoding: name, as: UTF8.self).lowercased()
        if rest.count <= 1 {
            guard rest.isEmpty || rest.first == ServerAddress.colon else { return nil }
            port = nil
            return
        }
        guard rest.first == ServerAddress.colon, let number = Self.number(rest.dropFirst()) else { return nil }
        port = number
    }

    private static func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        var number = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit), number <= 6553 else { return nil }
            number = number * 10 + Int(digit - 0x30)
        }
        return (1...65535).contains(number) ? number : nil
    }
}
