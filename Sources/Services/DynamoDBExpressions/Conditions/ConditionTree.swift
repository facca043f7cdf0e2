import DynamoDBModel

/// A condition with nothing left to look up: paths and values stand where their placeholders stood.
package indirect enum ConditionTree: Sendable {
    case all([ConditionTree])
    case any([ConditionTree])
    case not(ConditionTree)
    case compare(Comparator, Operand, Operand)
    case between(Operand, Operand, Operand)
    case oneOf(Operand, [Operand])
    case call(ExpressionFunction, [Operand])
}

package indirect enum Operand: Sendable {
    case path(DocumentPath)
    case value(AttributeValue)
    case call(ExpressionFunction, [Operand])
    /// A truth value to compare with: PartiQL has these, expressions do not.
    case condition(ConditionTree)

    var path: DocumentPath? {
        guard case .path(let path) = self else { return nil }
        return path
    }

    var value: AttributeValue? {
        guard case .value(let value) = self else { return nil }
        return value
    }

    /// Nil for a path, whose type depends on the item.
    var type: AttributeValue.Kind? {
        switch self {
        case .path: nil
        case .value(let value): value.kind
        case .call(let function, _): function == .size ? .number : nil
        case .condition: .bool
        }
    }

    func addPaths(to paths: inout [DocumentPath]) {
        switch self {
        case .path(let path): paths.append(path)
        case .value: break
        case .call(_, let arguments): for argument in arguments { argument.addPaths(to: &paths) }
        case .condition(let tree): tree.addPaths(to: &paths)
        }
    }
}

extension ConditionTree {
    func addPaths(to paths: inout [DocumentPath]) {
        switch self {
        case .all(let parts), .any(let parts): for part in parts { part.addPaths(to: &paths) }
        case .not(let inner): inner.addPaths(to: &paths)
        case .compare(_, let left, let right):
            left.addPaths(to: &paths)
            right.addPaths(to: &paths)
        case .between(let operand, let low, let high):
            for operand in [operand, low, high] { operand.addPaths(to: &paths) }
        case .oneOf(let operand, let list):
            for operand in [operand] + list { operand.addPaths(to: &paths) }
        case .call(_, let arguments): for argument in arguments { argument.addPaths(to: &paths) }
        }
    }
}
