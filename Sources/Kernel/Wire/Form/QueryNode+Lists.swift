extension QueryNode {
    /// A list of what `element` reads, whose elements note violations under their position.
    package func list<Element>(
        _ path: String, member: String?, _ violations: inout Violations,
        _ element: (QueryNode, inout Violations) throws -> Element?
    ) throws -> [Element]? {
        guard let nodes = list(member: member) else { return nil }
        violations.enter(path)
        defer { violations.leave() }
        var elements: [Element] = []
        for node in nodes {
            violations.enter(element: elements.count)
            if let value = try element(node, &violations) { elements.append(value) }
            violations.leave()
        }
        return elements
    }
}
