/// A cursor over one JSON document (RFC 8259), read front to back without building a tree.
///
/// Containers are pulled: `beginObject()`, then `nextKey()` until nil, each key followed by exactly
/// one value read or skipped; `beginArray()` and `nextElement()` likewise.
package struct JSONReader: Sendable {
    package static let defaultMaximumDepth = 64

    let bytes: [UInt8]
    var index = 0
    private let maximumDepth: Int
    private var depth = 0
    /// True between a container's opening bracket and its first member.
    private var isAtContainerStart = false

    package init(_ bytes: [UInt8], maximumDepth: Int = defaultMaximumDepth) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    /// How many bytes were read.
    package var offset: Int { index }

    /// Opens an object; false when the value was null.
    package mutating func beginObject() throws(SerializationError) -> Bool {
        switch try peekKind() {
        case .object:
            try open()
            return true
        case .null:
            try readNull()
            return false
        case let kind:
            throw .mismatch(kind, wanted: .object)
        }
    }

    /// The next member's name, or nil once the object has been closed.
    package mutating func nextKey() throws(SerializationError) -> String? {
        guard try advance(closing: .closingBrace) else { return nil }
        guard index < bytes.count, bytes[index] == .quote else { throw SerializationError() }
        let key = try readString()
        skipSpace()
        try expect(.colon)
        return key
    }

    /// Opens an array; false when the value was null.
    package mutating func beginArray() throws(SerializationError) -> Bool {
        switch try peekKind() {
        case .array:
            try open()
            return true
        case .null:
            try readNull()
            return false
        case let kind:
            throw .mismatch(kind, wanted: .array)
        }
    }

    /// True before each element, false once the array has been closed.
    package mutating func nextElement() throws(SerializationError) -> Bool {
        try advance(closing: .closingBracket)
    }

    /// Requires that only white space is left.
    package mutating func finish() throws(SerializationError) {
        skipSpace()
        guard index == bytes.count else { throw SerializationError() }
    }

    /// True when the document holds nothing, which the AWS protocols take for `{}`.
    package mutating func isBlank() -> Bool {
        skipSpace()
        return index == bytes.count
    }

    /// Reads one value of any type and forgets it, its syntax checked all the same.
    package mutating func skip() throws(SerializationError) {
        switch try peekKind() {
        case .object:
            try open()
            while try nextKey() != nil { try skip() }
        case .array:
            try open()
            while try nextElement() { try skip() }
        case .string: _ = try readString()
        case .number: _ = try readNumber()
        case .true, .false: _ = try readBool()
        case .null: try readNull()
        }
    }

    /// What the next value is, told by its first byte.
    package mutating func peekKind() throws(SerializationError) -> JSONKind {
        skipSpace()
        guard index < bytes.count, let kind = JSONKind(firstByte: bytes[index]) else {
            throw SerializationError()
        }
        return kind
    }

    private mutating func open() throws(SerializationError) {
        guard depth < maximumDepth else { throw SerializationError() }
        depth += 1
        index += 1
        isAtContainerStart = true
    }

    private mutating func advance(closing: UInt8) throws(SerializationError) -> Bool {
        skipSpace()
        guard index < bytes.count, depth > 0 else { throw SerializationError() }
        let isFirst = isAtContainerStart
        isAtContainerStart = false
        if bytes[index] == closing {
            index += 1
            depth -= 1
            return false
        }
        if isFirst { return true }
        try expect(.comma)
        skipSpace()
        return true
    }

    func skippedSpace(from start: Int) -> Int {
        var position = start
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return position
            }
        }
        return position
    }

    mutating func skipSpace() { index = skippedSpace(from: index) }

    private mutating func expect(_ byte: UInt8) throws(SerializationError) {
        guard index < bytes.count, bytes[index] == byte else { throw SerializationError() }
        index += 1
    }
}

extension UInt8 {
    static let quote = UInt8(ascii: "\"")
    static let backslash = UInt8(ascii: "\\")
    static let comma = UInt8(ascii: ",")
    static let colon = UInt8(ascii: ":")
    static let closingBrace = UInt8(ascii: "}")
    static let closingBracket = UInt8(ascii: "]")

    var isDigit: Bool { self >= 0x30 && self <= 0x39 }
}
