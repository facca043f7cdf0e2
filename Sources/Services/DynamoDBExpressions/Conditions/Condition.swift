import DynamoDBModel

/// A ConditionExpression or FilterExpression, or the legacy parameter that stands for one: read once for a request,
/// asked for each item.
package struct Condition: Sendable {
    let tree: ConditionTree

    init(_ tree: ConditionTree) { self.tree = tree }

    package init(
        parsing text: String, as kind: ExpressionKind = .condition, in scope: inout ExpressionScope
    ) throws(ExpressionError) {
        tree = try ConditionTree(parsing: text, as: kind, in: &scope)
    }

    /// All that it looks at, to be checked against the table's keys.
    package var paths: [DocumentPath] {
        var paths: [DocumentPath] = []
        tree.addPaths(to: &paths)
        return paths
    }

    /// An item that is not there has no attributes.
    package func holds(for item: AttributeMap?) -> Bool { tree.holds(for: item ?? AttributeMap()) }
}

extension ConditionTree {
    init(parsing text: String, as kind: ExpressionKind, in scope: inout ExpressionScope) throws(ExpressionError) {
        var parser = try ExpressionParser(text, as: kind)
        let node = try parser.condition()
        try FirstReading(kind: kind).check(node)
        self = try scope.bind(node, kind)
    }
}
