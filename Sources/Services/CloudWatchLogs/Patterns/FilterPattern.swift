import ServiceKit
import Wire

/// What FilterLogEvents looks for: terms, a condition on a JSON document, or one on fields between spaces.
package struct FilterPattern: Sendable {
    private enum Kind: Sendable {
        case everything
        case terms(TermPattern)
        case document(DocumentCondition)
        case fields(FieldPattern)
    }

    private static let statesOfWeight = 16

    private let kind: Kind
    /// How many times the usual a byte of a message costs: regular expressions may be in many states at once.
    package let weight: Int

    /// - Throws: AWS's refusal of what is no pattern.
    package init(_ text: String) throws {
        var reader = PatternReader(text)
        reader.skipSpaces()
        switch reader.peek {
        case nil: kind = .everything
        case UInt8(ascii: "{"): kind = .document(try DocumentCondition.read(&reader))
        case UInt8(ascii: "["): kind = .fields(try FieldPattern(&reader))
        default: kind = .terms(try TermPattern(&reader))
        }
        weight = 1 + reader.stateCount / Self.statesOfWeight
    }

    package var takesEverything: Bool { if case .everything = kind { true } else { false } }

    package func matches(_ message: String) -> Bool {
        switch kind {
        case .everything: true
        case .terms(let pattern): pattern.matches(Array(message.utf8))
        case .document(let condition): Self.document(message).map { condition.holds(of: $0) } ?? false
        case .fields(let pattern): pattern.match(message) != nil
        }
    }

    /// What TestMetricFilter tells of a message that matches: its fields, or the values that the selectors find.
    package func extract(_ message: String) -> [String: String]? {
        switch kind {
        case .everything, .terms: return matches(message) ? [:] : nil
        case .document(let condition):
            guard let document = Self.document(message), condition.holds(of: document) else { return nil }
            var values: [String: String] = [:]
            for selector in condition.selectors {
                if let value = selector.values(in: document).first?.scalarText { values[selector.text] = value }
            }
            return values
        case .fields(let pattern): return pattern.match(message)
        }
    }

    private static func document(_ message: String) -> JSONValue? {
        // What begins otherwise is no document, and most messages are none.
        guard let first = message.utf8.first(where: { !$0.isSpace }), "{[".utf8.contains(first) else { return nil }
        return try? JSONValue(parsing: message)
    }
}

extension JSONValue {
    /// A value that is no object or array, as text.
    var scalarText: String? {
        switch self {
        case .string(let text), .number(let text): text
        case .bool(let flag): flag ? "true" : "false"
        case .null: "null"
        case .array, .object: nil
        }
    }
}

extension UInt8 {
    var isSpace: Bool { self == 32 || (9...13).contains(self) }
    var isAlphanumeric: Bool { (48...57).contains(self) || (65...90).contains(self) || (97...122).contains(self) }
}

extension ServiceError {
    static func invalidPattern(_ reason: String) -> ServiceError {
        invalidParameter("Invalid filter pattern: \(reason)")
    }
}
