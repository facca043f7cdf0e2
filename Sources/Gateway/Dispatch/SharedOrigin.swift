import Wire

/// An object by its path shares the origin of our pages: a document of somebody's may not script them. By its bucket's
/// own host it has an origin of its own.
package enum SharedOrigin {
    /// Types that no browser runs as a document, whatever the bytes are. Everything else is confined, unknown and
    /// malformed types above all: those a browser guesses by the bytes (MIME Sniffing Standard, 7).
    private static let harmless: Set<String> = [
        "binary/octet-stream", "application/octet-stream", "application/json", "application/pdf", "application/zip",
        "application/gzip", "application/javascript", "text/javascript", "text/css", "text/csv", "text/plain",
    ]
    private static let harmlessKinds = ["image/", "audio/", "video/", "font/"]

    package static func confine(_ headers: inout HeaderFields) {
        guard let type = headers.first("content-type") else { return }
        // S3's own type of objects that were given none.
        if type == "binary/octet-stream" { return }
        let bare = type.prefix { $0 != ";" && $0 != " " && $0 != "\t" && $0 != "," }.lowercased()
        let isHarmless =
            harmless.contains(bare) || harmlessKinds.contains(where: bare.hasPrefix) && !bare.hasSuffix("xml")
        guard !isHarmless, !headers.contains("content-security-policy") else { return }
        headers.set("Content-Security-Policy", "sandbox")
    }
}
