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
        var place = Place()
        ranges = offsets.map { offsets in
            let start = place.move(to: offsets.0, in: bytes)
            return (start, place.move(to: offsets.1, in: bytes))
        }
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

    /// Goes through the text once, forwards.
    private struct Place {
        var offset = 0
        var line = 1
        var lineStart = 0

        mutating func move(to target: Int, in bytes: [UInt8]) -> Position {
            while offset < target {
                if bytes[offset] == UInt8(ascii: "\n") {
                    line += 1
                    lineStart = offset + 1
                }
                offset += 1
            }
            return Position(line: line, column: target - lineStart + 1)
        }
    }
}
