/// Reads fixed-width fields off the front of a time's text.
struct FieldReader {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = text[...].utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func digits(_ count: Int) -> Int? {
        let field = rest.prefix(count)
        guard field.count == count else { return nil }
        var value = 0
        for byte in field {
            guard (48...57).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        rest = rest.dropFirst(count)
        return value
    }

    mutating func skip(_ text: String) -> Bool {
        guard rest.starts(with: text.utf8) else { return false }
        rest = rest.dropFirst(text.utf8.count)
        return true
    }

    /// One to nine digits after the point; what is finer than a millisecond is dropped.
    mutating func fractionMilliseconds() -> Int? {
        let field = rest.prefix { (48...57).contains($0) }
        guard (1...9).contains(field.count) else { return nil }
        rest = rest.dropFirst(field.count)
        let padded = field.prefix(3).map { Int($0 - 48) } + [0, 0]
        return padded[0] * 100 + padded[1] * 10 + padded[2]
    }

    /// `Z`, or `+hh:mm` and `-hh:mm` in seconds.
    mutating func zoneOffsetSeconds() -> Int? {
        if skip("Z") { return 0 }
        let sign = skip("+") ? 1 : skip("-") ? -1 : 0
        guard sign != 0, let hours = digits(2) else { return nil }
        _ = skip(":")
        guard let minutes = digits(2) else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}
