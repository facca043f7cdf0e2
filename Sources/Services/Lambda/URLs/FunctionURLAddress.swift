import Wire

/// Which function's URL a request's host and path mean, by their form alone.
struct FunctionURLAddress {
    let id: String
    /// As it came, less what names the function.
    let path: String
    /// Whether the host names the function, and not a path of ours.
    let isInHost: Bool

    static let prefix = "/_aws/lambda-url/"

    init?(host: String, path: String) {
        if path.hasPrefix(Self.prefix) {
            let rest = path.dropFirst(Self.prefix.count)
            let id = rest.prefix { $0 != "/" }
            guard !id.isEmpty else { return nil }
            self.id = String(id)
            self.path = id.endIndex == rest.endIndex ? "/" : String(rest[id.endIndex...])
            isInHost = false
        } else if let id = Self.id(inHost: host) {
            (self.id, self.path, isInHost) = (id, path, true)
        } else {
            return nil
        }
    }

    /// `{urlId}.lambda-url.REGION.localhost` and `….on.aws`
    private static func id(inHost host: String) -> String? {
        guard host.hasSuffix(".localhost") || host.hasSuffix(".on.aws") else { return nil }
        let labels = host.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        guard labels.count == 3, labels[1] == "lambda-url", !labels[0].isEmpty else { return nil }
        return String(labels[0])
    }
}
