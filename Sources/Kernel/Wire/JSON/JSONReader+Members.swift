/// What generated readers are made of beside the scalars.
extension JSONReader {
    private static let emptyObject = Array("{}".utf8)

    /// Reads a whole request body; none at all, or null, counts as `{}`.
    package static func document<Value>(
        _ body: [UInt8], maximumDepth: Int = defaultMaximumDepth, _ violations: inout Violations,
        _ read: (inout JSONReader, inout Violations) throws -> Value?
    ) throws -> Value {
        var reader = JSONReader(body, maximumDepth: maximumDepth)
        if !reader.isBlank() {
            let value = try read(&reader, &violations)
            try reader.finish()
            if let value { return value }
        }
        var empty = JSONReader(emptyObject)
        guard let value = try read(&empty, &violations) else { throw SerializationError() }
        return value
    }

    /// A list whose elements note violations under their position.
    package mutating func list<Element>(
        _ member: String, _ violations: inout Violations,
        _ element: (inout JSONReader, inout Violations) throws -> Element?
    ) throws -> [Element]? {
        violations.enter(member)
        defer { violations.leave() }
        return try list(&violations, element)
    }

    /// A list that is itself an element, or a value of a map.
    package mutating func list<Element>(
        _ violations: inout Violations, _ element: (inout JSONReader, inout Violations) throws -> Element?
    ) throws -> [Element]? {
        guard try beginArray() else { return nil }
        var elements: [Element] = []
        while try nextElement() {
            violations.enter(element: elements.count)
            if let value = try element(&self, &violations) { elements.append(value) }
            violations.leave()
        }
        return elements
    }

    /// A map whose values note violations under their key.
    package mutating func map<Value>(
        _ member: String, _ violations: inout Violations,
        _ value: (inout JSONReader, inout Violations) throws -> Value?
    ) throws -> [String: Value]? {
        violations.enter(member)
        defer { violations.leave() }
        return try map(&violations, value)
    }

    /// A map that is itself an element, or a value of a map.
    package mutating func map<Value>(
        _ violations: inout Violations, _ value: (inout JSONReader, inout Violations) throws -> Value?
    ) throws -> [String: Value]? {
        guard try beginObject() else { return nil }
        var entries: [String: Value] = [:]
        while let key = try nextKey() {
            violations.enter(value: key)
            entries[key] = try value(&self, &violations)
            violations.leave()
        }
        return entries
    }
}
