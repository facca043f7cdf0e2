import ServiceKit

/// Reads what stands between the percent signs: signs, sets, escapes and how often each is repeated.
struct ExpressionReader {
    struct Item {
        var set: ByteSet
        var minimum = 1
        /// Nil without end.
        var maximum: Int? = 1
    }

    private static let mostRepeated = 1000
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ sign: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: sign) else { return false }
        rest.removeFirst()
        return true
    }

    /// Nil before an end: of the expression, or of one of its alternatives.
    mutating func item() throws -> Item? {
        guard let byte = rest.first, byte != UInt8(ascii: "|"), byte != UInt8(ascii: "$") else { return nil }
        rest.removeFirst()
        var item = Item(set: try set(byte))
        try readCount(&item)
        return item
    }

    private mutating func set(_ byte: UInt8) throws -> ByteSet {
        switch byte {
        case UInt8(ascii: "."): return ByteSet { $0 != 10 }
        case UInt8(ascii: "["): return try charactersOfSet()
        case UInt8(ascii: "\\"): return try escape()
        default:
            guard Self.isPlain(byte) else {
                throw ServiceError.invalidPattern("a regular expression has a sign that is not supported")
            }
            return ByteSet(byte)
        }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte.isAlphanumeric || byte == 32 || "_#=@/;,-:".utf8.contains(byte)
    }

    private mutating func escape() throws -> ByteSet {
        guard let byte = rest.popFirst() else { throw ServiceError.invalidPattern("an escape has no sign") }
        let isWord = { (byte: UInt8) in byte.isAlphanumeric || byte == UInt8(ascii: "_") }
        switch byte {
        case UInt8(ascii: "d"): return ByteSet { (48...57).contains($0) }
        case UInt8(ascii: "D"): return ByteSet { !(48...57).contains($0) }
        case UInt8(ascii: "s"): return ByteSet { $0.isSpace }
        case UInt8(ascii: "S"): return ByteSet { !$0.isSpace }
        case UInt8(ascii: "w"): return ByteSet(where: isWord)
        case UInt8(ascii: "W"): return ByteSet { !isWord($0) }
        case UInt8(ascii: "x"):
            guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
                throw ServiceError.invalidPattern("\\x is followed by two hexadecimal digits")
            }
            rest = rest.dropFirst(2)
            return ByteSet(value)
        default:
            guard !byte.isAlphanumeric, byte < 0x80 else {
                throw ServiceError.invalidPattern("a regular expression has an escape that is not supported")
            }
            return ByteSet(byte)
        }
    }

    private mutating func charactersOfSet() throws -> ByteSet {
        let isNegated = take("^")
        var set = ByteSet()
        var isFirst = true
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "]"), !isFirst { return isNegated ? set.inverted : set }
            isFirst = false
            guard byte < 0x80 else { break }
            if byte == UInt8(ascii: "\\") {
                set.formUnion(try escape())
            } else if rest.first == UInt8(ascii: "-"), let last = rest.dropFirst().first, last != UInt8(ascii: "]") {
                guard byte <= last, last < 0x80 else { break }
                rest = rest.dropFirst(2)
                for member in byte...last { set.insert(member) }
            } else {
                set.insert(byte)
            }
        }
        throw ServiceError.invalidPattern("a set of a regular expression is not closed or not supported")
    }

    private mutating func readCount(_ item: inout Item) throws {
        if take("*") {
            (item.minimum, item.maximum) = (0, nil)
        } else if take("+") {
            item.maximum = nil
        } else if take("?") {
            item.minimum = 0
        } else if take("{") {
            let inside = rest.prefix { $0 != UInt8(ascii: "}") }
            rest = rest.dropFirst(inside.count)
            guard take("}"), let counts = Self.counts(String(decoding: inside, as: UTF8.self)) else {
                throw ServiceError.invalidPattern("a count of a regular expression is not one")
            }
            (item.minimum, item.maximum) = counts
        }
    }

    private static func counts(_ text: String) -> (Int, Int?)? {
        let parts = text.filter { $0 != " " }.split(separator: ",", omittingEmptySubsequences: false)
        guard let first = parts.first, let minimum = Int(first), (0...mostRepeated).contains(minimum) else {
            return nil
        }
        switch parts.count {
        case 1: return (minimum, minimum)
        case 2 where parts[1].isEmpty: return (minimum, nil)
        case 2:
            guard let maximum = Int(parts[1]), (minimum...mostRepeated).contains(maximum) else { return nil }
            return (minimum, maximum)
        default: return nil
        }
    }
}
