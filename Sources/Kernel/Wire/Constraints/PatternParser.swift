/// Reads the part of Java's pattern syntax that service models use.
struct PatternParser {
    private var rest: ArraySlice<Unicode.Scalar>
    private var depth = 0

    /// Nil for syntax this reader does not know, look-around foremost.
    static func parse(_ pattern: String) -> PatternNode? {
        var parser = PatternParser(rest: Array(pattern.unicodeScalars)[...])
        if pattern.hasPrefix("(?s)") { parser.rest = parser.rest.dropFirst(4) }
        guard let node = parser.choice(), parser.rest.isEmpty else { return nil }
        return node
    }

    private init(rest: ArraySlice<Unicode.Scalar>) { self.rest = rest }

    private mutating func choice() -> PatternNode? {
        depth += 1
        defer { depth -= 1 }
        guard depth < 32 else { return nil }
        var branches: [PatternNode] = []
        repeat {
            guard let branch = sequence() else { return nil }
            branches.append(branch)
        } while take("|")
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() -> PatternNode? {
        var items: [PatternNode] = []
        while let next = rest.first, next != "|", next != ")" {
            guard let atom = atom(), let item = quantified(atom) else { return nil }
            items.append(item)
        }
        return .sequence(items)
    }

    private mutating func atom() -> PatternNode? {
        guard let next = rest.popFirst() else { return nil }
        switch next {
        case "(": return group()
        case "[": return characterClass().map { .scalars($0) }
        case ".":
            var anything = ScalarClass()
            anything.negate()
            return .scalars(anything)
        // The whole text is matched anyway. Anchors elsewhere are as good as never met.
        case "^", "$": return .empty
        case "\\": return escape().map { .scalars($0) }
        case "*", "+", "?", "{": return nil
        default: return .scalars(ScalarClass(next.value))
        }
    }

    private mutating func group() -> PatternNode? {
        if take("?") {
            guard take(":") else { return nil }
        }
        guard let inner = choice(), take(")") else { return nil }
        return inner
    }

    private mutating func quantified(_ node: PatternNode) -> PatternNode? {
        if take("*") { return .repetition(node, 0, nil) }
        if take("+") { return .repetition(node, 1, nil) }
        if take("?") { return .repetition(node, 0, 1) }
        guard take("{") else { return node }
        guard let minimum = number() else { return nil }
        if take("}") { return .repetition(node, minimum, minimum) }
        guard take(",") else { return nil }
        if take("}") { return .repetition(node, minimum, nil) }
        guard let maximum = number(), maximum >= minimum, take("}") else { return nil }
        return .repetition(node, minimum, maximum)
    }

    private mutating func characterClass() -> ScalarClass? {
        var set = ScalarClass()
        let isNegated = take("^")
        var isFirst = true
        while let next = rest.popFirst() {
            if next == "]", !isFirst {
                if isNegated { set.negate() }
                return set
            }
            isFirst = false
            guard let lower = classItem(next, into: &set) else { continue }
            guard lower != Self.unknown else { return nil }
            if rest.first == "-", let after = rest.dropFirst().first, after != "]" {
                rest = rest.dropFirst()
                guard let start = rest.popFirst(), let upper = classItem(start, into: &set) else {
                    // `\w-x`-like: the hyphen stands for itself.
                    set.insert(lower...lower)
                    set.insert("-")
                    continue
                }
                guard upper != Self.unknown, lower <= upper else { return nil }
                set.insert(lower...upper)
            } else {
                set.insert(lower...lower)
            }
        }
        return nil
    }

    private static let unknown = UInt32.max

    /// One scalar, or nil when a whole class such as `\w` was put into the set.
    private mutating func classItem(_ first: Unicode.Scalar, into set: inout ScalarClass) -> UInt32? {
        guard first == "\\" else { return first.value }
        if let scalar = escapedScalar() { return scalar }
        guard let named = escape() else { return Self.unknown }
        set.formUnion(named)
        return nil
    }

    /// An escape that stands for one scalar; nothing is taken when it is none.
    private mutating func escapedScalar() -> UInt32? {
        guard let letter = rest.first else { return nil }
        switch letter {
        case "u":
            guard let unit = hexadecimal(after: 1, digits: 4) else { return nil }
            rest = rest.dropFirst(5)
            guard (0xD800..<0xDC00).contains(unit), rest.starts(with: "\\u".unicodeScalars),
                let low = hexadecimal(after: 2, digits: 4), (0xDC00...0xDFFF).contains(low)
            else { return unit }
            rest = rest.dropFirst(6)
            return 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
        case "x":
            guard let value = hexadecimal(after: 1, digits: 2) else { return nil }
            rest = rest.dropFirst(3)
            return value
        case "t", "n", "r":
            rest = rest.dropFirst()
            return letter == "t" ? 9 : letter == "n" ? 10 : 13
        default:
            guard !letter.properties.isAlphabetic, !letter.isASCIIDigit else { return nil }
            rest = rest.dropFirst()
            return letter.value
        }
    }

    private mutating func escape() -> ScalarClass? {
        if let scalar = escapedScalar() { return ScalarClass(scalar) }
        guard let letter = rest.popFirst() else { return nil }
        var set = ScalarClass()
        switch letter {
        case "w", "W":
            set.insert("a"..."z")
            set.insert("A"..."Z")
            set.insert("0"..."9")
            set.insert("_")
        case "d", "D": set.insert("0"..."9")
        case "s", "S":
            set.insert(9...13)
            set.insert(" ")
        case "p": return property()
        default: return nil
        }
        if letter == "W" || letter == "D" || letter == "S" { set.negate() }
        return set
    }

    private mutating func property() -> ScalarClass? {
        guard take("{"), let end = rest.firstIndex(of: "}") else { return nil }
        let name = String(String.UnicodeScalarView(rest[..<end]))
        rest = rest[(end + 1)...]
        var set = ScalarClass()
        switch name {
        case "L": set.insert(category: \.isLetter)
        case "M": set.insert(category: \.isMark)
        case "N": set.insert(category: \.isNumber)
        case "S": set.insert(category: \.isSymbol)
        case "P": set.insert(category: \.isPunctuation)
        case "Z": set.insert(category: \.isSeparator)
        case "Print": set.insert(" "..."~")
        default: return nil
        }
        return set
    }

    private mutating func number() -> Int? {
        var value = 0
        var digits = 0
        while let digit = rest.first, digit.isASCIIDigit, digits < 5 {
            value = value * 10 + Int(digit.value - 0x30)
            digits += 1
            rest = rest.dropFirst()
        }
        return digits > 0 ? value : nil
    }

    private func hexadecimal(after skipped: Int, digits: Int) -> UInt32? {
        let field = rest.dropFirst(skipped).prefix(digits)
        guard field.count == digits else { return nil }
        var value: UInt32 = 0
        for scalar in field {
            guard let digit = UInt8(exactly: scalar.value)?.hexDigitValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard rest.first == scalar else { return false }
        rest = rest.dropFirst()
        return true
    }
}

extension Unicode.Scalar {
    fileprivate var isASCIIDigit: Bool { (0x30...0x39).contains(value) }
}
