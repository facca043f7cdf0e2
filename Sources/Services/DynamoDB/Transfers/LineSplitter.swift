import ServiceKit

/// Cuts bytes that come in pieces into lines; the end of each but the last is taken off.
struct LineSplitter: Sendable {
    /// An item of 400 KB takes no more in JSON, binary values and escapes included.
    private static let longest = 2 << 20

    private var rest: [UInt8] = []

    mutating func lines(of piece: [UInt8]) throws -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var start = piece.startIndex
        while let end = piece[start...].firstIndex(of: UInt8(ascii: "\n")) {
            lines.append(rest + piece[start..<end])
            rest = []
            start = end + 1
        }
        rest += piece[start...]
        guard rest.count <= Self.longest else {
            throw ServiceError("ItemValidationError", "A line is longer than an item can be", status: 400)
        }
        return lines
    }

    /// What follows the last line's end.
    mutating func last() -> [UInt8]? {
        defer { rest = [] }
        return rest.isEmpty ? nil : rest
    }
}
