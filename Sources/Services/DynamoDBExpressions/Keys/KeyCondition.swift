import DynamoDBModel

/// A KeyConditionExpression, or the KeyConditions that stand for one, before it is known which attributes are keys.
package struct KeyCondition: Sendable {
    package struct Clause: Sendable {
        package let name: String
        package let test: KeyTest
    }

    package let clauses: [Clause]

    init(_ clauses: [Clause]) { self.clauses = clauses }

    package init(parsing text: String, in scope: inout ExpressionScope) throws(ExpressionError) {
        let tree = try ConditionTree(parsing: text, as: .keyCondition, in: &scope)
        var clauses: [Clause] = []
        try tree.addClauses(to: &clauses)
        self.clauses = clauses
    }

    /// All that it looks at.
    package var paths: [DocumentPath] { clauses.map { DocumentPath($0.name) } }
}

extension ConditionTree {
    /// The same parser reads key conditions and all others; what a key cannot be asked is refused by its name.
    fileprivate func addClauses(to clauses: inout [KeyCondition.Clause]) throws(ExpressionError) {
        switch self {
        case .all(let parts): for part in parts { try part.addClauses(to: &clauses) }
        case .any: throw Self.refused("OR")
        case .not: throw Self.refused("NOT")
        case .oneOf: throw Self.refused("IN")
        case .compare(.unequal, _, _): throw Self.refused("<>")
        case .compare(let comparator, let left, let right):
            let name = try Self.name([left, right])
            if let value = right.value {
                try Self.add(name, comparator.test(value), to: &clauses)
            } else if let value = left.value {
                try Self.add(name, comparator.turned.test(value), to: &clauses)
            }
        case .between(let operand, let low, let high):
            guard operand.path != nil else { throw Self.notFirst("BETWEEN") }
            let name = try Self.name([operand, low, high])
            guard let low = low.value, let high = high.value else { return }
            try Self.add(name, .between(low, high), to: &clauses)
        case .call(.beginsWith, let arguments):
            guard arguments[0].path != nil else { throw Self.notFirst(ExpressionFunction.beginsWith.rawValue) }
            let name = try Self.name(arguments)
            guard let prefix = arguments[1].value else { return }
            try Self.add(name, .beginsWith(prefix), to: &clauses)
        case .call(let function, _): throw Self.refused(function.rawValue)
        }
    }

    /// The one attribute among the operands; the others have to be values.
    private static func name(_ operands: [Operand]) throws(ExpressionError) -> String {
        var name: String?
        for operand in operands {
            switch operand {
            case .value: break
            case .call, .condition:
                throw ExpressionError("KeyConditionExpressions cannot contain nested operations")
            case .path(let path):
                guard name == nil else {
                    throw invalid("Multiple attribute names used in one condition")
                }
                guard !path.isNested else {
                    throw ExpressionError(
                        "KeyConditionExpressions cannot have conditions on nested attributes")
                }
                name = path.head
            }
        }
        guard let name else { throw invalid("No key attribute specified") }
        return name
    }

    private static func add(
        _ name: String, _ test: KeyTest, to clauses: inout [KeyCondition.Clause]
    ) throws(ExpressionError) {
        guard !clauses.contains(where: { $0.name.isSameText(as: name) }) else {
            throw ExpressionError("KeyConditionExpressions must only contain one condition per key")
        }
        clauses.append(KeyCondition.Clause(name: name, test: test))
    }

    private static func refused(_ name: String) -> ExpressionError {
        ExpressionError("Invalid operator used in KeyConditionExpression: \(name)")
    }

    private static func notFirst(_ name: String) -> ExpressionError {
        invalid("\(name) operator must have the key attribute as its first operand")
    }

    private static func invalid(_ sentence: String) -> ExpressionError {
        ExpressionError("Invalid condition in KeyConditionExpression: \(sentence)")
    }
}

extension Comparator {
    fileprivate func test(_ value: AttributeValue) -> KeyTest {
        switch self {
        case .equal: .equal(value)
        case .unequal: .notIndexable
        case .less: .less(value)
        case .lessOrEqual: .lessOrEqual(value)
        case .greater: .greater(value)
        case .greaterOrEqual: .greaterOrEqual(value)
        }
    }
}
