import ServiceKit

/// Reads a filter pattern byte by byte.
struct PatternReader {
    private let bytes: [UInt8]
    private var position = 0
    /// "There is a limit of 2 regex for each filter pattern" of documents and of fields.
    private var expressions = 0
    /// Of all regular expressions that were read.
    private(set) var stateCount = 0
    private static let mostExpressions = 2
    /// Of all expressions together: each byte of each message may meet all of them.
    private static let mostStates = 600

    init(_ text: String) { bytes = Array(text.utf8) }

    var peek: UInt8? { position < bytes.count ? bytes[position] : nil }
    var isAtEnd: Bool { position >= bytes.count }

    mutating func next() -> UInt8? {
        guard position < bytes.count else { return nil }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func skipSpaces() {
        while let byte = peek, byte.isSpace { position += 1 }
    }

    /// Takes the text if it stands here, after spaces.
    mutating func take(_ text: StaticString) -> Bool {
        skipSpaces()
        return text.withUTF8Buffer { wanted in
            guard bytes[position...].starts(with: wanted) else { return false }
            position += wanted.count
            return true
        }
    }

    /// Takes a word in capitals or not, where no longer word stands.
    mutating func take(word: String) -> Bool {
        skipSpaces()
        let end = position + word.utf8.count
        guard end <= bytes.count,
            zip(bytes[position..<end], word.utf8).allSatisfy({ $0 & 0xDF == $1 && $0.isAlphanumeric }),
            end == bytes.count || !bytes[end].isAlphanumeric
        else { return false }
        position = end
        return true
    }

    mutating func run(_ isPart: (UInt8) -> Bool) -> [UInt8] {
        let start = position
        while let byte = peek, isPart(byte) { position += 1 }
        return Array(bytes[start..<position])
    }

    /// What stands between quotation marks; the first was taken. A backslash keeps the mark after it.
    mutating func quoted(until mark: UInt8 = UInt8(ascii: "\"")) throws -> [UInt8] {
        var text: [UInt8] = []
        while let byte = next() {
            if byte == mark { return text }
            if byte == UInt8(ascii: "\\"), let escaped = peek, escaped == mark || escaped == UInt8(ascii: "\\") {
                text.append(escaped)
                position += 1
            } else {
                text.append(byte)
            }
        }
        throw ServiceError.invalidPattern("a quotation mark is not closed")
    }

    /// A regular expression; its first `%` was taken.
    mutating func expression(isCounted: Bool = true) throws -> TextExpression {
        let text = run { $0 != UInt8(ascii: "%") }
        guard next() != nil else { throw ServiceError.invalidPattern("a regular expression is not closed by %") }
        if isCounted { expressions += 1 }
        guard expressions <= Self.mostExpressions else {
            throw ServiceError.invalidPattern("there are more than \(Self.mostExpressions) regular expressions")
        }
        let expression = try TextExpression(text)
        stateCount += expression.stateCount
        guard stateCount <= Self.mostStates else {
            throw ServiceError.invalidPattern("the regular expressions are too long")
        }
        return expression
    }
}
