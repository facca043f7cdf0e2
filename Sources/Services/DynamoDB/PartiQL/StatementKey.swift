import DynamoDBExpressions
import DynamoDBModel
import PartiQL
import ServiceKit

/// The key that a condition names by equality, and what it asks beside that.
struct StatementKey: Sendable {
    private(set) var key = AttributeMap()
    private(set) var others: [Expression] = []
    /// An attribute of the key that is to have two values.
    private(set) var conflict: String?

    init(_ condition: Expression?, _ schema: KeySchema, _ parameters: StatementParameters) throws {
        for part in condition?.conjuncts ?? [] {
            guard let (name, value) = try part.equality(parameters), schema.contains(name) else {
                others.append(part)
                continue
            }
            guard let known = key[name], known != value else {
                key[name] = value
                continue
            }
            conflict = conflict ?? name
            others.append(part)
        }
    }

    func isWhole(_ schema: KeySchema) -> Bool { key.count == schema.attributes.count }

    /// Of a write, which is of one item.
    func required(_ schema: KeySchema) throws -> AttributeMap {
        guard isWhole(schema) else {
            throw UnknownItem("Where clause does not contain a mandatory equality on all key attributes")
        }
        if let conflict {
            throw UnknownItem(
                "Multiple conditions on same key \(conflict). Only single item Update/Insert/Delete are supported")
        }
        return key
    }
}

/// A write that does not name one item; in a transaction that is a reason to cancel it.
struct UnknownItem: Error {
    let sentence: String

    init(_ sentence: String) { self.sentence = sentence }
}

extension Expression {
    /// What all has to hold.
    var conjuncts: [Expression] {
        guard case .all(let parts) = self else { return [self] }
        return parts.flatMap(\.conjuncts)
    }

    /// `name = value`, in either order.
    fileprivate func equality(
        _ parameters: StatementParameters
    ) throws -> (name: String, value: AttributeValue)? {
        guard case .compare(.equal, let left, let right) = self else { return nil }
        for (one, other) in [(left, right), (right, left)] {
            if let name = one.attribute, let value = try parameters.value(of: other) { return (name, value) }
        }
        return nil
    }

    /// Of a path that leads nowhere into it.
    var attribute: String? {
        guard case .path(let path) = self, path.rest.isEmpty else { return nil }
        return path.head
    }

    /// The attributes it looks at, in the order they are written.
    var attributes: [String] {
        switch self {
        case .path(let path): [path.head]
        case .value, .parameter: []
        case .call(let call): call.arguments.flatMap(\.attributes)
        case .arithmetic(_, let left, let right), .compare(_, let left, let right):
            left.attributes + right.attributes
        case .between(let tested, let low, let high): [tested, low, high].flatMap(\.attributes)
        case .oneOf(let tested, let list): ([tested] + list).flatMap(\.attributes)
        case .isType(let inner, _), .not(let inner): inner.attributes
        case .all(let parts), .any(let parts): parts.flatMap(\.attributes)
        }
    }
}
