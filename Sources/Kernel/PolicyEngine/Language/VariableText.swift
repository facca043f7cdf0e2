/// A resource or a condition's value, with its policy variables: `${key}`, `${key, 'default'}`, and
/// `${*}`, `${?}`, `${$}` for the characters themselves.
struct VariableText: Sendable, Equatable {
    enum Part: Sendable, Equatable {
        /// Text as written, in which `*` and `?` may be wildcards.
        case text(String)
        /// Text in which nothing is a wildcard.
        case literal(String)
        case variable(key: String, default: String?)
    }

    /// What a variable may make of a short text; anything longer matches nothing.
    private static let longestExpansion = 16_384

    let parts: [Part]
    /// Compiled beforehand where there are no variables.
    private let compiled: WildcardPattern?

    /// - Parameter hasVariables: only policies of version 2012-10-17 have variables.
    init(_ text: String, hasVariables: Bool) {
        parts = hasVariables && text.contains("${") ? Self.split(text) : [.text(text)]
        let isFixed = parts.allSatisfy { if case .variable = $0 { false } else { true } }
        compiled = isFixed ? Self.fixedPattern(parts) : nil
    }

    /// The keys of its variables.
    var keys: [String] {
        parts.compactMap { part in
            if case .variable(let key, _) = part { key } else { nil }
        }
    }

    /// The pattern, or nil if a variable has no single value in this request.
    func pattern(in context: ContextValues) -> WildcardPattern? {
        if let compiled { return compiled }
        var pattern = WildcardPattern()
        for part in parts {
            switch part {
            case .text(let text): for byte in text.utf8 { pattern.append(patternByte: byte) }
            case .literal(let text): for byte in text.utf8 { pattern.append(literalByte: byte) }
            case .variable(let key, let fallback):
                guard let value = context.singleValue(key) ?? fallback else { return nil }
                guard value.utf8.count <= Self.longestExpansion else { return nil }
                for byte in value.utf8 { pattern.append(literalByte: byte) }
            }
            guard pattern.tokens.count <= Self.longestExpansion else { return nil }
        }
        return pattern
    }

    /// The text with its variables filled in and nothing taken for a wildcard.
    func text(in context: ContextValues) -> String? {
        if parts.count == 1, case .text(let text) = parts[0] { return text }
        var result = ""
        for part in parts {
            switch part {
            case .text(let text), .literal(let text): result += text
            case .variable(let key, let fallback):
                guard let value = context.singleValue(key) ?? fallback else { return nil }
                result += value
            }
            guard result.utf8.count <= Self.longestExpansion else { return nil }
        }
        return result
    }

    private static func fixedPattern(_ parts: [Part]) -> WildcardPattern {
        var pattern = WildcardPattern()
        for part in parts {
            switch part {
            case .text(let text): for byte in text.utf8 { pattern.append(patternByte: byte) }
            case .literal(let text): for byte in text.utf8 { pattern.append(literalByte: byte) }
            case .variable: break
            }
        }
        return pattern
    }

    private static func split(_ text: String) -> [Part] {
        var parts: [Part] = []
        var rest = text[...]
        while let start = firstVariable(in: rest) {
            let inside = rest.index(start, offsetBy: 2)
            guard let end = rest[inside...].firstIndex(of: "}") else { break }
            if start > rest.startIndex { parts.append(.text(String(rest[..<start]))) }
            parts.append(variable(rest[inside..<end]))
            rest = rest[rest.index(after: end)...]
        }
        if !rest.isEmpty || parts.isEmpty { parts.append(.text(String(rest))) }
        return parts
    }

    private static func firstVariable(in text: Substring) -> Substring.Index? {
        var index = text.startIndex
        while let dollar = text[index...].firstIndex(of: "$") {
            let next = text.index(after: dollar)
            if next < text.endIndex, text[next] == "{" { return dollar }
            index = next
        }
        return nil
    }

    private static func variable(_ inside: Substring) -> Part {
        if ["*", "?", "$"].contains(inside) { return .literal(String(inside)) }
        guard let comma = inside.firstIndex(of: ",") else {
            return .variable(key: trimmed(inside).lowercased(), default: nil)
        }
        var fallback = trimmed(inside[inside.index(after: comma)...])
        if fallback.utf8.count >= 2, fallback.hasPrefix("'"), fallback.hasSuffix("'") {
            fallback = String(fallback.dropFirst().dropLast())
        }
        return .variable(key: trimmed(inside[..<comma]).lowercased(), default: fallback)
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
