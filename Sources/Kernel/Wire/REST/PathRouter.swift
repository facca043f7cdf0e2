/// Finds the operation that a method and a path ask for.
package struct PathRouter: Sendable {
    package struct Match: Sendable, Equatable {
        package let operation: String
        /// The labels of the operation's path, percent-decoded.
        package let labels: [String: String]
    }

    private let routes: [String: [PathRoute]]

    package init(_ routes: [PathRoute]) {
        self.routes = Dictionary(grouping: routes, by: \.method)
            .mapValues { $0.sorted { $0.literalCount > $1.literalCount } }
    }

    /// - Parameter path: as it came, neither decoded nor normalised.
    /// - Returns: nil when the service has no operation for such a request.
    package func match(method: String, path: String, query: String = "") -> Match? {
        let segments = PathRoute.split(path)
        for route in routes[method] ?? [] {
            if let labels = route.labels(segments, query: query) {
                return Match(operation: route.operation, labels: labels)
            }
        }
        return nil
    }
}
