/// Finds the operation that a REST-XML request asks for: of those that fit, the most specific.
package struct RESTRouter: Sendable {
    private struct Key: Hashable {
        let method: String
        let level: RESTRoute.Level
    }

    private let routes: [Key: [RESTRoute]]

    package init(_ routes: [RESTRoute]) {
        self.routes = Dictionary(grouping: routes) { Key(method: $0.method, level: $0.level) }
            .mapValues { group in
                group.enumerated().sorted { first, second in
                    if first.element.isMoreSpecific(than: second.element) { return true }
                    if second.element.isMoreSpecific(than: first.element) { return false }
                    return first.offset < second.offset
                }.map(\.element)
            }
    }

    /// The operation's name; nil when the service has no operation for such a request.
    package func operation(
        method: String, level: RESTRoute.Level, query: [QueryParameter], headers: HeaderFields
    ) -> String? {
        let candidates = routes[Key(method: method, level: level)] ?? []
        return candidates.first { $0.matches(query: query, headers: headers) }?.operation
    }
}
