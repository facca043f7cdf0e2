/// Finds the route for a path in as many steps as the path has segments, however many routes there are.
package struct PathTree<Leaf: Sendable>: Sendable {
    /// A route with the values of its parameters.
    package struct Match: Sendable {
        package let leaf: Leaf
        package let parameters: [(name: String, value: String)]
    }

    private struct Entry: Sendable {
        let leaf: Leaf
        let names: [String]
    }

    private struct Node: Sendable {
        var literals: [String: Int] = [:]
        var parameter: Int?
        /// By method; `ANY` for those that have none of their own.
        var ends: [String: Entry] = [:]
        var greedyEnds: [String: Entry] = [:]
    }

    private var nodes = [Node()]
    /// Whether a path that leads somewhere is for no other route, also where its method is not there: so in REST APIs.
    private let pathDecides: Bool

    package init(pathDecides: Bool = false) { self.pathDecides = pathDecides }

    package mutating func insert(_ leaf: Leaf, method: String, at template: PathTemplate) {
        var place = 0
        var names: [String] = []
        for segment in template.segments {
            switch segment {
            case .literal(let text):
                let next = nodes[place].literals[text] ?? newNode()
                nodes[place].literals[text] = next
                place = next
            case .parameter(let name):
                names.append(name)
                let next = nodes[place].parameter ?? newNode()
                nodes[place].parameter = next
                place = next
            case .greedy(let name):
                nodes[place].greedyEnds[method] = Entry(leaf: leaf, names: names + [name])
                return
            }
        }
        nodes[place].ends[method] = Entry(leaf: leaf, names: names)
    }

    private mutating func newNode() -> Int {
        nodes.append(Node())
        return nodes.count - 1
    }

    /// Literal segments go before parameters, and a route for the whole path before one that takes all that follows.
    package func match(method: String, path: String) -> Match? {
        // By bytes, as the slash is one: requests pass by here, and characters are slow to look through.
        let segments =
            path == "/" || path.isEmpty
            ? []
            : path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
                .map(Substring.init)
        var values: [Substring] = []
        if let entry = whole(0, segments[...], method, &values) { return made(entry, values) }
        if pathDecides, whole(0, segments[...], nil, &values) != nil { return nil }
        values = []
        guard let entry = greedy(0, segments[...], method, &values) else { return nil }
        return made(entry, values)
    }

    private func made(_ entry: Entry, _ values: [Substring]) -> Match {
        Match(leaf: entry.leaf, parameters: zip(entry.names, values).map { ($0, String($1)) })
    }

    /// - Parameter method: nil for whatever there is.
    private func end(_ ends: [String: Entry], _ method: String?) -> Entry? {
        guard let method else { return ends.first?.value }
        return ends[method] ?? ends["ANY"]
    }

    private func whole(
        _ place: Int, _ rest: ArraySlice<Substring>, _ method: String?, _ values: inout [Substring]
    ) -> Entry? {
        let node = nodes[place]
        guard let segment = rest.first else { return end(node.ends, method) }
        if let next = node.literals[String(segment)],
            let entry = whole(next, rest.dropFirst(), method, &values)
        {
            return entry
        }
        guard let next = node.parameter, !segment.isEmpty else { return nil }
        values.append(segment)
        if let entry = whole(next, rest.dropFirst(), method, &values) { return entry }
        values.removeLast()
        return nil
    }

    private func greedy(
        _ place: Int, _ rest: ArraySlice<Substring>, _ method: String, _ values: inout [Substring]
    ) -> Entry? {
        guard let segment = rest.first else { return nil }
        let node = nodes[place]
        if let next = node.literals[String(segment)],
            let entry = greedy(next, rest.dropFirst(), method, &values)
        {
            return entry
        }
        if let next = node.parameter, !segment.isEmpty {
            values.append(segment)
            if let entry = greedy(next, rest.dropFirst(), method, &values) { return entry }
            values.removeLast()
        }
        guard let entry = end(node.greedyEnds, method), let last = rest.last,
            rest.count > 1 || !segment.isEmpty
        else { return nil }
        values.append(segment.base[segment.startIndex..<last.endIndex])
        return entry
    }
}
