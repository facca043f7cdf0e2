import ServiceKit
import Wire

/// What a value is compared with, and how: of a document's members and of fields.
struct ValueTest: Sendable {
    enum Comparison: Sendable {
        case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
    }

    enum Wanted: Sendable {
        /// With whether anything may stand before and after it. Of a text without quotation marks also its number.
        case text([UInt8], isOpenAtStart: Bool, isOpenAtEnd: Bool, number: Double?)
        case expression(TextExpression)
    }

    let comparison: Comparison
    let wanted: Wanted

    /// Reads the sign and the value after it.
    init(_ reader: inout PatternReader, endsAt isEnd: (UInt8) -> Bool) throws {
        guard let comparison = Comparison(&reader) else {
            throw ServiceError.invalidPattern("a comparison has no sign")
        }
        self.comparison = comparison
        reader.skipSpaces()
        switch reader.peek {
        case UInt8(ascii: "%"):
            _ = reader.next()
            wanted = .expression(try reader.expression())
        case UInt8(ascii: "\""):
            _ = reader.next()
            wanted = Self.text(try reader.quoted(), isQuoted: true)
        default:
            let text = reader.run { !isEnd($0) && !$0.isSpace && $0 != UInt8(ascii: "\"") }
            guard !text.isEmpty else { throw ServiceError.invalidPattern("a comparison has no value") }
            wanted = Self.text(text, isQuoted: false)
        }
        if comparison.isOfNumbers, number == nil {
            throw ServiceError.invalidPattern("only numbers can be compared by their size")
        }
    }

    private var number: Double? {
        if case .text(_, _, _, let number) = wanted { number } else { nil }
    }

    private static func text(_ bytes: [UInt8], isQuoted: Bool) -> Wanted {
        var inside = bytes[...]
        let star = UInt8(ascii: "*")
        let isOpenAtStart = inside.first == star
        if isOpenAtStart { inside.removeFirst() }
        let isOpenAtEnd = inside.last == star || (isOpenAtStart && inside.isEmpty)
        if inside.last == star { inside.removeLast() }
        let number = isQuoted || isOpenAtStart || isOpenAtEnd ? nil : Number.value(of: bytes)
        return .text(Array(inside), isOpenAtStart: isOpenAtStart, isOpenAtEnd: isOpenAtEnd, number: number)
    }

    /// - Parameter number: the value as a number, where it is one.
    func holds(of value: [UInt8], number: Double?) -> Bool {
        switch comparison {
        case .equal: return isWanted(value, number)
        case .notEqual: return !isWanted(value, number)
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            guard let number, let limit = self.number else { return false }
            return comparison.holds(number, limit)
        }
    }

    private func isWanted(_ value: [UInt8], _ number: Double?) -> Bool {
        switch wanted {
        case .expression(let expression): return expression.matches(value)
        case .text(let text, let isOpenAtStart, let isOpenAtEnd, let wantedNumber):
            if let wantedNumber, let number { return number == wantedNumber }
            switch (isOpenAtStart, isOpenAtEnd) {
            case (true, true): return value.hasRun(text)
            case (true, false): return value.count >= text.count && value.suffix(text.count).elementsEqual(text)
            case (false, true): return value.starts(with: text)
            case (false, false): return value == text
            }
        }
    }
}

extension ValueTest.Comparison {
    init?(_ reader: inout PatternReader) {
        if reader.take("!=") || reader.take("=!") {
            self = .notEqual
        } else if reader.take("<=") {
            self = .lessOrEqual
        } else if reader.take(">=") {
            self = .greaterOrEqual
        } else if reader.take("=") {
            self = .equal
        } else if reader.take("<") {
            self = .less
        } else if reader.take(">") {
            self = .greater
        } else {
            return nil
        }
    }

    var isOfNumbers: Bool {
        switch self {
        case .equal, .notEqual: false
        case .less, .lessOrEqual, .greater, .greaterOrEqual: true
        }
    }

    fileprivate func holds(_ value: Double, _ limit: Double) -> Bool {
        switch self {
        case .equal: value == limit
        case .notEqual: value != limit
        case .less: value < limit
        case .lessOrEqual: value <= limit
        case .greater: value > limit
        case .greaterOrEqual: value >= limit
        }
    }
}

/// A number as filter patterns have it: with an optional sign, a fraction and an exponent.
enum Number {
    static func value(of bytes: some Collection<UInt8>) -> Double? {
        guard let first = bytes.first, first == 43 || first == 45 || first == 46 || (48...57).contains(first),
            bytes.count <= 64, bytes.allSatisfy({ (48...57).contains($0) || "+-.eE".utf8.contains($0) })
        else { return nil }
        return Double(String(decoding: bytes, as: UTF8.self))
    }
}
