import Wire

/// The path that a document says all of its paths are below.
struct OpenAPIBasePath {
    private let path: String

    init(_ document: JSONValue) {
        var base = document["basePath"]?.string ?? ""
        if let server = document["servers"]?.array?.first {
            let variable = server["variables"]?["basePath"]?["default"]?.string
            let url = server["url"]?.string ?? ""
            let path = url.firstRange(of: "://").map { url[$0.upperBound...].drop { $0 != "/" } } ?? url[...]
            base = variable ?? (path.contains("{") ? "" : String(path))
        }
        if !base.isEmpty, !base.hasPrefix("/") { base = "/" + base }
        while base.hasSuffix("/") { base.removeLast() }
        path = base
    }

    /// What of it stands before the paths: nothing, all, or all but its first segment.
    func prefix(_ mode: String) -> String {
        switch mode {
        case "prepend": path
        case "split": String(path.dropFirst().drop { $0 != "/" })
        default: ""
        }
    }

    static func isMode(_ mode: String) -> Bool { ["ignore", "prepend", "split"].contains(mode) }
}
