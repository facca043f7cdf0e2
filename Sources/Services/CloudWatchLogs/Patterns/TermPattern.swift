import ServiceKit

/// Terms that a message must have, those of which it must have one, and those it must not have.
///
/// Where a message must have some terms or must not, those of which one would do are not looked at, as on AWS.
struct TermPattern: Sendable {
    enum Term: Sendable {
        case text([UInt8])
        case expression(TextExpression)

        func isFound(in message: [UInt8]) -> Bool {
            switch self {
            case .text(let text): message.hasRun(text)
            case .expression(let expression): expression.matches(message)
            }
        }
    }

    private var required: [Term] = []
    private var optional: [Term] = []
    private var excluded: [Term] = []

    init(_ reader: inout PatternReader) throws {
        reader.skipSpaces()
        while let byte = reader.peek {
            switch byte {
            case UInt8(ascii: "?"):
                _ = reader.next()
                optional.append(try Self.term(&reader))
            case UInt8(ascii: "-"):
                _ = reader.next()
                reader.skipSpaces()
                excluded.append(try Self.term(&reader))
            default: required.append(try Self.term(&reader))
            }
            reader.skipSpaces()
        }
    }

    private static func term(_ reader: inout PatternReader) throws -> Term {
        switch reader.peek {
        case UInt8(ascii: "\""):
            _ = reader.next()
            return .text(try reader.quoted())
        case UInt8(ascii: "%"):
            _ = reader.next()
            return .expression(try reader.expression(isCounted: false))
        default:
            let word = reader.run { !$0.isSpace }
            guard !word.isEmpty, word.allSatisfy({ $0.isAlphanumeric || $0 == UInt8(ascii: "_") || $0 >= 0x80 }) else {
                throw ServiceError.invalidParameter(
                    "Invalid character(s) in term '\(String(decoding: word, as: UTF8.self))'")
            }
            return .text(word)
        }
    }

    func matches(_ message: [UInt8]) -> Bool {
        guard required.allSatisfy({ $0.isFound(in: message) }) else { return false }
        guard !excluded.contains(where: { $0.isFound(in: message) }) else { return false }
        guard required.isEmpty, excluded.isEmpty else { return true }
        return optional.isEmpty || optional.contains { $0.isFound(in: message) }
    }
}

extension [UInt8] {
    /// Whether the bytes stand somewhere in these, one after another.
    func hasRun(_ wanted: [UInt8]) -> Bool {
        guard let first = wanted.first else { return true }
        guard count >= wanted.count else { return false }
        return withUnsafeBytes { bytes in
            wanted.withUnsafeBytes { wanted in
                var start = 0
                while start <= bytes.count - wanted.count {
                    if bytes[start] == first {
                        var length = 1
                        while length < wanted.count, bytes[start + length] == wanted[length] { length += 1 }
                        if length == wanted.count { return true }
                    }
                    start += 1
                }
                return false
            }
        }
    }
}
