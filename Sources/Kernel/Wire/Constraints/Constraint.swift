/// The model's limits on a string, or on each element of a list.
package struct StringConstraint: Sendable {
    package let minimum: Int?
    package let maximum: Int?
    package let pattern: Pattern?
    /// The value is a secret and must not be repeated in a message.
    package let isSensitive: Bool

    package init(
        minimum: Int? = nil, maximum: Int? = nil, pattern: String? = nil, isSensitive: Bool = false
    ) {
        self.minimum = minimum
        self.maximum = maximum
        self.pattern = pattern.map { Pattern($0) }
        self.isSensitive = isSensitive
    }

    /// Patterns are not run over texts longer than this.
    private static let longestMatched = 131_072

    /// What the value breaks. Lengths count UTF-16 units, as Java's do.
    func broken(by value: String) -> [String] {
        let length = value.utf16.count
        if let minimum, length < minimum { return [SizeConstraint.lower("length", minimum)] }
        if let maximum, length > maximum { return [SizeConstraint.upper("length", maximum)] }
        guard let pattern, value.utf8.count <= Self.longestMatched, !pattern.matches(value) else { return [] }
        return [pattern.sentence]
    }

    /// All its sentences, as they are listed where it applies to the elements of a collection.
    var sentences: [String] {
        var sentences: [String] = []
        if let maximum { sentences.append(SizeConstraint.upper("length", maximum)) }
        if let minimum { sentences.append(SizeConstraint.lower("length", minimum)) }
        if let pattern { sentences.append(pattern.sentence) }
        return sentences
    }
}

extension Pattern {
    var sentence: String { "Member must satisfy regular expression pattern: \(source)" }
}

/// The model's limits on a number, or on the number of a collection's entries or a blob's bytes.
package struct SizeConstraint: Sendable {
    package let minimum: Int?
    package let maximum: Int?
    /// What is counted or measured is a secret and must not be repeated in a message.
    package let isSensitive: Bool

    package init(minimum: Int? = nil, maximum: Int? = nil, isSensitive: Bool = false) {
        self.minimum = minimum
        self.maximum = maximum
        self.isSensitive = isSensitive
    }

    func broken(by size: Int, _ noun: String) -> String? {
        if let minimum, size < minimum { return Self.lower(noun, minimum) }
        if let maximum, size > maximum { return Self.upper(noun, maximum) }
        return nil
    }

    /// All its sentences, as they are listed where it applies to the elements of a collection.
    func sentences(_ noun: String) -> [String] {
        var sentences: [String] = []
        if let maximum { sentences.append(Self.upper(noun, maximum)) }
        if let minimum { sentences.append(Self.lower(noun, minimum)) }
        return sentences
    }

    static func lower(_ noun: String, _ limit: Int) -> String {
        "Member must have \(noun) greater than or equal to \(limit)"
    }

    static func upper(_ noun: String, _ limit: Int) -> String {
        "Member must have \(noun) less than or equal to \(limit)"
    }
}
