import ServiceKit
import Wire

/// A condition on a JSON document: `{ $.status = 404 && ($.user IS NULL || $.path = "/admin*") }`.
indirect enum DocumentCondition: Sendable {
    case all([DocumentCondition])
    case any([DocumentCondition])
    case compares(Selector, ValueTest)
    case isNull(Selector)
    case exists(Selector, Bool)
    case isTrue(Selector, Bool)

    private static let deepest = 32

    static func read(_ reader: inout PatternReader) throws -> DocumentCondition {
        _ = reader.take("{")
        let condition = try alternatives(&reader, depth: 0)
        guard reader.take("}") else { throw ServiceError.invalidPattern("a brace is not closed") }
        reader.skipSpaces()
        guard reader.isAtEnd else { throw ServiceError.invalidPattern("something stands after the closing brace") }
        return condition
    }

    private static func alternatives(_ reader: inout PatternReader, depth: Int) throws -> DocumentCondition {
        guard depth < deepest else { throw ServiceError.invalidPattern("parentheses are too deep") }
        var conditions = [try conjunction(&reader, depth: depth)]
        while reader.take("||") { conditions.append(try conjunction(&reader, depth: depth)) }
        return conditions.count == 1 ? conditions[0] : .any(conditions)
    }

    private static func conjunction(_ reader: inout PatternReader, depth: Int) throws -> DocumentCondition {
        var conditions = [try single(&reader, depth: depth)]
        while reader.take("&&") { conditions.append(try single(&reader, depth: depth)) }
        return conditions.count == 1 ? conditions[0] : .all(conditions)
    }

    private static func single(_ reader: inout PatternReader, depth: Int) throws -> DocumentCondition {
        if reader.take("(") {
            let inside = try alternatives(&reader, depth: depth + 1)
            guard reader.take(")") else { throw ServiceError.invalidPattern("a parenthesis is not closed") }
            return inside
        }
        let selector = try Selector(&reader)
        if reader.take(word: "IS") {
            if reader.take(word: "NULL") { return .isNull(selector) }
            if reader.take(word: "TRUE") { return .isTrue(selector, true) }
            if reader.take(word: "FALSE") { return .isTrue(selector, false) }
            throw ServiceError.invalidPattern("IS is followed by NULL, TRUE or FALSE")
        }
        if reader.take(word: "EXISTS") { return .exists(selector, true) }
        if reader.take(word: "NOT") {
            guard reader.take(word: "EXISTS") else { throw ServiceError.invalidPattern("NOT is followed by EXISTS") }
            return .exists(selector, false)
        }
        let test = try ValueTest(&reader) { "})&|".utf8.contains($0) }
        return .compares(selector, test)
    }

    func holds(of document: JSONValue) -> Bool {
        switch self {
        case .all(let conditions): conditions.allSatisfy { $0.holds(of: document) }
        case .any(let conditions): conditions.contains { $0.holds(of: document) }
        case .compares(let selector, let test):
            selector.values(in: document).contains { value in
                switch value {
                case .number(let text):
                    test.holds(of: Array(text.utf8), number: Number.value(of: text.utf8) ?? Double(text))
                case .string(let text): test.holds(of: Array(text.utf8), number: nil)
                case .bool: test.holds(of: Array((value.scalarText ?? "").utf8), number: nil)
                // What is no value is neither equal nor unequal to one.
                case .null, .array, .object: false
                }
            }
        case .isNull(let selector): selector.values(in: document).contains(.null)
        case .exists(let selector, let wanted): selector.values(in: document).isEmpty != wanted
        case .isTrue(let selector, let wanted): selector.values(in: document).contains(.bool(wanted))
        }
    }

    /// All of them, in their order.
    var selectors: [Selector] {
        switch self {
        case .all(let conditions), .any(let conditions): conditions.flatMap(\.selectors)
        case .compares(let selector, _), .isNull(let selector), .exists(let selector, _), .isTrue(let selector, _):
            [selector]
        }
    }
}
