import Wire

/// A browser's request to a bucket's website.
package struct WebsiteVisit: Sendable {
    /// The object asked for, percent-decoded; empty for the site's root.
    package let key: String
    /// As it came, with its leading slash.
    package let path: String
    package let query: String
    /// The Host header.
    package let host: String
    package let isSecure: Bool
    /// What stands before the path in links of the same site; empty on a host of its own.
    package let base: String

    /// - Returns: nil for a path that does not decode.
    package init?(path: String, query: String = "", host: String, isSecure: Bool, base: String = "") {
        guard path.utf8.first == UInt8(ascii: "/"),
            let key = PercentCoding.decode(String(decoding: path.utf8.dropFirst(), as: UTF8.self))
        else { return nil }
        self.key = key
        self.path = path
        self.query = query
        self.host = host
        self.isSecure = isSecure
        self.base = base
    }

    package var scheme: String { isSecure ? "https" : "http" }

    /// The root and what ends with a slash; both mean their index document.
    package var isFolder: Bool { key.isEmpty || key.utf8.last == UInt8(ascii: "/") }

    /// Where an object says it moved (`x-amz-website-redirect-location`): a path of the site, or elsewhere.
    package func location(ofMoved location: String) -> String {
        location.hasPrefix("/") ? base + Self.safe(location) : Self.safe(location)
    }

    /// Text of somebody's as part of an address: what no address has is encoded, all else stays.
    package static func safe(_ text: String) -> String {
        guard text.utf8.contains(where: isStrange) else { return text }
        return text.unicodeScalars.map { scalar in
            String(scalar).utf8.contains(where: isStrange) ? PercentCoding.encode(String(scalar)) : String(scalar)
        }.joined()
    }

    private static func isStrange(_ byte: UInt8) -> Bool { byte <= 0x20 || byte >= 0x7F }
}
