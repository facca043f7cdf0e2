import DynamoDBModel

/// The names and values that a request's expressions share. Each expression takes from it what it names; at the end
/// nothing may be left.
package struct ExpressionScope: Sendable {
    private let names: [String: String]
    private let values: [String: AttributeValue]
    private var unusedNames: Set<String>
    private var unusedValues: Set<String>

    /// Nil for what the request does not have.
    package init(
        names: [String: String]? = nil, values: [String: AttributeValue]? = nil
    ) throws(ExpressionError) {
        if let names { try Self.check(Array(names.keys), UInt8(ascii: "#"), "ExpressionAttributeNames") }
        for (key, name) in (names ?? [:]).sorted(by: { $0.key < $1.key }) where name.isEmpty {
            throw ExpressionError(
                "ExpressionAttributeNames contains invalid value: Empty attribute name for key \(key)")
        }
        if let values { try Self.check(Array(values.keys), UInt8(ascii: ":"), "ExpressionAttributeValues") }
        self.names = names ?? [:]
        self.values = values ?? [:]
        unusedNames = Set(self.names.keys)
        unusedValues = Set(self.values.keys)
    }

    private static func check(_ keys: [String], _ mark: UInt8, _ parameter: String) throws(ExpressionError) {
        guard !keys.isEmpty else { throw ExpressionError("\(parameter) must not be empty") }
        for key in keys.sorted() {
            let bytes = key.utf8
            guard bytes.count <= ExpressionLimits.placeholderBytes else {
                throw ExpressionError(
                    "\(parameter) contains invalid key: The expression attribute map contains a key that is too long; "
                        + "size of key: \(bytes.count)")
            }
            guard bytes.first == mark, bytes.count > 1, bytes.dropFirst().allSatisfy(Lexer.isWordByte) else {
                throw ExpressionError("\(parameter) contains invalid key: Syntax error; key: \"\(key)\"")
            }
        }
    }

    /// To be asked once all the request's expressions are read.
    package func checkAllUsed() throws(ExpressionError) {
        for (unused, parameter) in [
            (unusedNames, "ExpressionAttributeNames"), (unusedValues, "ExpressionAttributeValues"),
        ] where !unused.isEmpty {
            throw ExpressionError(
                "Value provided in \(parameter) unused in expressions: "
                    + "keys: {\(unused.sorted().joined(separator: ", "))}")
        }
    }

    mutating func value(_ placeholder: String, _ kind: ExpressionKind) throws(ExpressionError) -> AttributeValue {
        guard let value = values[placeholder] else {
            throw .invalid(
                kind,
                "An expression attribute value used in expression is not defined; attribute value: \(placeholder)")
        }
        unusedValues.remove(placeholder)
        return value
    }

    mutating func path(_ node: PathNode, _ kind: ExpressionKind) throws(ExpressionError) -> DocumentPath {
        var steps: [DocumentPath.Step] = []
        steps.reserveCapacity(node.steps.count)
        for step in node.steps {
            switch step {
            case .name(let name): steps.append(.name(name))
            case .placeholder(let placeholder): steps.append(.name(try name(placeholder, kind)))
            // A first reading has seen that it is small enough.
            case .index(let text): steps.append(.index(Int(text) ?? ExpressionLimits.listIndex))
            }
        }
        guard steps.count <= ExpressionLimits.pathSteps else {
            throw .invalid(
                kind, "The document path has too many nesting levels; nesting levels: \(steps.count)")
        }
        guard case .name(let head)? = steps.first else {
            throw .invalid(kind, "The document path does not start with a map element;")
        }
        return DocumentPath(head, Array(steps.dropFirst()))
    }

    private mutating func name(_ placeholder: String, _ kind: ExpressionKind) throws(ExpressionError) -> String {
        guard let name = names[placeholder] else {
            throw .invalid(
                kind,
                "An expression attribute name used in the document path is not defined; "
                    + "attribute name: \(placeholder)")
        }
        unusedNames.remove(placeholder)
        return name
    }
}
