/// Finds the operation that a REST-XML request asks for: of those that fit, the most specific.
package struct RESTRouter: Sendable {
    private struct Key: Hashable {
        let method: String
        let level: RESTRoute.Level
    }

    private let routes: [Key: [RESTRoute]]
    /// The parameters by which operations are told apart, wherever they belong.
    private let selectors: Set<String>

    package init(_ routes: [RESTRoute]) {
        let literals = routes.flatMap(\.literals).filter { $0.value == nil }.map(\.name)
        selectors = Set(literals + routes.filter(\.literals.isEmpty).flatMap(\.parameters))
        self.routes = Dictionary(grouping: routes) { Key(method: $0.method, level: $0.level) }
            .mapValues { group in
                group.enumerated().sorted { first, second in
                    if first.element.isMoreSpecific(than: second.element) { return true }
                    if second.element.isMoreSpecific(than: first.element) { return false }
                    return first.offset < second.offset
                }.map(\.element)
            }
    }

    /// The operation's name; nil when the service has no operation for such a request. A request that names what is
    /// not there (`DELETE` of a key's `?acl`) must not become the operation that it would be without the name.
    package func operation(
        method: String, level: RESTRoute.Level, query: [QueryParameter], headers: HeaderFields
    ) -> String? {
        let candidates = routes[Key(method: method, level: level)] ?? []
        guard let route = candidates.first(where: { $0.matches(query: query, headers: headers) }),
            query.allSatisfy({ !isSelector($0.name) || route.takes($0.name) })
        else { return nil }
        return route.operation
    }

    /// The parameters of a query by which operations are told apart, sorted.
    package func selectors(in query: [QueryParameter]) -> [String] {
        Set(query.map(\.name).filter(isSelector)).sorted()
    }

    /// Every request's parameters pass by here; those of signatures are most of them.
    private func isSelector(_ name: String) -> Bool {
        !name.hasPrefixIgnoringASCIICase("x-") && selectors.contains(name)
    }
}
