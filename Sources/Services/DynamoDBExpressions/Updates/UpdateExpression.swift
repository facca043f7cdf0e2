import DynamoDBModel

/// An UpdateExpression, or the AttributeUpdates that stand for one.
package struct UpdateExpression: Sendable {
    let actions: [UpdateAction]
    let tree: PathTree
    /// AttributeUpdates have a sentence of their own for operands that do not fit.
    let isLegacy: Bool

    init(_ actions: [UpdateAction], isLegacy: Bool) throws(ExpressionError) {
        self.actions = actions
        self.isLegacy = isLegacy
        tree = try PathTree(actions.map(\.path), .update)
    }

    package init(parsing text: String, in scope: inout ExpressionScope) throws(ExpressionError) {
        var parser = try ExpressionParser(text, as: .update)
        let sections = try parser.update()
        try Self.check(sections)
        let bound = try scope.bind(sections)
        tree = try PathTree(bound.map(\.path), .update)
        for action in bound { try action.checkSetType() }
        actions = try bound.map { (action) throws(ExpressionError) -> UpdateAction in try action.checked() }
        isLegacy = false
    }

    private static func check(_ sections: [SectionNode]) throws(ExpressionError) {
        let reading = FirstReading(kind: .update)
        for action in sections.flatMap(\.actions) {
            try reading.check(action.path)
            switch action.value {
            case nil: break
            case .operand(let operand)?: try reading.check(operand, isNested: false)
            case .arithmetic(_, let left, let right)?:
                try reading.check(left, isNested: false)
                try reading.check(right, isNested: false)
            }
        }
        var seen: Set<UpdateSection> = []
        for section in sections.map(\.section) where !seen.insert(section).inserted {
            throw .invalid(
                .update, "The \"\(section.rawValue)\" section can only be used once in an update expression;")
        }
    }

    /// The paths it changes.
    package var changedPaths: [DocumentPath] { actions.map(\.path) }

    /// The attributes it changes or changes within, each once.
    package var changedNames: [String] { tree.names.map(\.name) }

    /// All that it changes or looks at.
    package var paths: [DocumentPath] {
        var paths = changedPaths
        for case .set(let value) in actions.map(\.change) { value.addPaths(to: &paths) }
        return paths
    }

    /// An item's key is what it is.
    package func checkKeys(_ keys: [String]) throws(ExpressionError) {
        for name in keys where actions.contains(where: { $0.path.head.isSameText(as: name) }) {
            throw .parameter("Cannot update attribute \(name). This attribute is part of the key")
        }
    }
}
