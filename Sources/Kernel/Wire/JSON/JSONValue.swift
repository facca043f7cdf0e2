/// A JSON document as a tree, for documents whose members no model fixes, such as policies.
package enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    /// The number's text as it stood in the document, so that no precision is lost.
    case number(String)
    case string(String)
    case array([JSONValue])
    /// Members in the document's order; of several with one name all are kept.
    case object([Member])

    package struct Member: Sendable, Hashable {
        package var key: String
        package var value: JSONValue

        package init(_ key: String, _ value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    /// Parses a whole document; anything but white space after it is an error.
    package init(
        parsing bytes: [UInt8], maximumDepth: Int = JSONReader.defaultMaximumDepth
    ) throws(SerializationError) {
        var reader = JSONReader(bytes, maximumDepth: maximumDepth)
        self = try reader.value()
        try reader.finish()
    }

    package init(
        parsing text: String, maximumDepth: Int = JSONReader.defaultMaximumDepth
    ) throws(SerializationError) {
        try self.init(parsing: Array(text.utf8), maximumDepth: maximumDepth)
    }

    /// The member of that name, the last if there are several; nil for other values.
    package subscript(_ key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.key == key }?.value
    }

    package var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    package var bool: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    package var int: Int? {
        guard case .number(let text) = self else { return nil }
        return Int(text) ?? Double(text).flatMap { Int(exactly: $0) }
    }

    package var array: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    package var members: [Member]? {
        guard case .object(let members) = self else { return nil }
        return members
    }

    package func serialized() -> [UInt8] {
        var writer = JSONWriter()
        writer.value(self)
        return writer.bytes
    }
}

extension JSONReader {
    /// Reads the next value of any type as a tree.
    package mutating func value() throws(SerializationError) -> JSONValue {
        switch try peekKind() {
        case .object:
            var members: [JSONValue.Member] = []
            guard try beginObject() else { return .null }
            while let key = try nextKey() { members.append(.init(key, try value())) }
            return .object(members)
        case .array:
            var elements: [JSONValue] = []
            guard try beginArray() else { return .null }
            while try nextElement() { elements.append(try value()) }
            return .array(elements)
        case .string: return .string(try readString())
        case .number: return .number(try readNumber())
        case .true, .false: return .bool(try readBool())
        case .null:
            try readNull()
            return .null
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral {
    package init(stringLiteral value: String) { self = .string(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int) { self = .number(String(value)) }
}

extension JSONValue: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { Member($0.0, $0.1) })
    }
}
