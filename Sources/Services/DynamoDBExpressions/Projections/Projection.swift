import DynamoDBModel

/// The parts of an item that are asked for, by a ProjectionExpression, by AttributesToGet, or by what an update
/// touched.
package struct Projection: Sendable {
    package let paths: [DocumentPath]
    private let tree: PathTree

    init(_ paths: [DocumentPath], _ tree: PathTree) {
        self.paths = paths
        self.tree = tree
    }

    package init(parsing text: String, in scope: inout ExpressionScope) throws(ExpressionError) {
        var parser = try ExpressionParser(text, as: .projection)
        let nodes = try parser.paths()
        try parser.finish()
        let reading = FirstReading(kind: .projection)
        for node in nodes { try reading.check(node) }
        var paths: [DocumentPath] = []
        paths.reserveCapacity(nodes.count)
        for node in nodes { paths.append(try scope.path(node, .projection)) }
        self.init(paths, try PathTree(paths, .projection))
    }

    /// What is there of what is asked for, nested as it is in the item. Elements of lists keep their order and close
    /// up.
    package func applied(to item: AttributeMap) -> AttributeMap { tree.part(of: item) }
}

extension PathTree {
    fileprivate func part(of map: AttributeMap) -> AttributeMap {
        var entries: [AttributeMap.Entry] = []
        entries.reserveCapacity(names.count)
        for (name, tree) in names {
            guard let value = map[name], let part = tree.part(of: value) else { continue }
            entries.append((name, part))
        }
        return AttributeMap(entries)
    }

    private func part(of value: AttributeValue) -> AttributeValue? {
        guard path == nil else { return value }
        switch value {
        case .map(let map):
            let part = self.part(of: map)
            return part.isEmpty ? nil : .map(part)
        case .list(let values):
            let part = indexes.compactMap { index, tree in
                index < values.count ? tree.part(of: values[index]) : nil
            }
            return part.isEmpty ? nil : .list(part)
        default: return nil
        }
    }
}
