import Wire

/// Where each statement of a policy stands in its text, as the simulator tells it.
package struct StatementPositions: Sendable {
    /// Both from 1.
    package struct Position: Sendable, Equatable {
        package let line: Int
        package let column: Int
    }

    package let ranges: [(start: Position, end: Position)]

    /// - Throws: for a text that is no JSON.
    package init(_ text: String) throws(SerializationError) {
        let bytes = Array(text.utf8)
        var reader = JSONReader(bytes)
        var offsets: [(Int, Int)] = []
        guard try reader.beginObject() else {
            ranges = []
            return
        }
        while let key = try reader.nextKey() {
            guard key == "Statement" else {
                try reader.skip()
                continue
            }
            offsets = try Self.statements(&reader)
        }
        ranges = offsets.map { (Self.position($0.0, bytes), Self.position($0.1, bytes)) }
    }

    private static func statements(_ reader: inout JSONReader) throws(SerializationError) -> [(Int, Int)] {
        guard try reader.peekKind() == .array else { return [try statement(&reader)] }
        var offsets: [(Int, Int)] = []
        _ = try reader.beginArray()
        while try reader.nextElement() { offsets.append(try statement(&reader)) }
        return offsets
    }

    private static func statement(_ reader: inout JSONReader) throws(SerializationError) -> (Int, Int) {
        _ = try reader.peekKind()
        let start = reader.offset
        try reader.skip()
        return (start, reader.offset)
    }

    private static func position(_ offset: Int, _ bytes: [UInt8]) -> Position {
        let before = bytes[..<offset]
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return Position(line: line, column: offset - lineStart + 1)
    }
}
