import ServiceKit
import Wire

/// One condition of a form's policy.
package struct PostCondition: Sendable {
    private enum Test: Sendable {
        case equals(name: String, value: String)
        case startsWith(name: String, value: String)
        /// The bounds as they are written; those that are no numbers fit no file.
        case sizes(JSONValue, JSONValue)
    }

    private let test: Test

    package init(_ value: JSONValue) throws {
        switch value {
        case .object(let members): test = try Self.simple(members)
        case .array(let elements): test = try Self.list(elements)
        case .null, .bool, .number, .string:
            throw ServiceError.invalidPolicy("Invalid condition test: must be a List or Object.")
        }
    }

    /// `{"acl": "private"}`
    private static func simple(_ members: [JSONValue.Member]) throws -> Test {
        guard members.count == 1 else {
            throw ServiceError.invalidPolicy(
                "Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.")
        }
        switch members[0].value {
        case .string(let text): return .equals(name: "$" + members[0].key, value: text)
        case .null: throw ServiceError.invalidPolicy("Invalid JSON.")
        case .bool, .number, .array, .object:
            throw ServiceError.invalidPolicy("Invalid Simple-Condition: value must be a string.")
        }
    }

    /// `["starts-with", "$key", "user/"]`
    private static func list(_ elements: [JSONValue]) throws -> Test {
        guard let first = elements.first else {
            throw ServiceError.invalidPolicy("Invalid Condition: missing operation identifier.")
        }
        guard let operation = first.string else { throw ServiceError.invalidPolicy("Invalid JSON.") }
        let known = ["eq", "starts-with", "content-length-range"]
        guard let name = known.first(where: operation.equalsIgnoringASCIICase) else {
            throw ServiceError.invalidPolicy("Invalid Condition: unknown operation '\(operation)'.")
        }
        guard elements.count == 3 else {
            throw ServiceError.invalidPolicy("Invalid \(operation): wrong number of arguments.")
        }
        if name == "content-length-range" {
            guard isBound(elements[1]), isBound(elements[2]) else { throw ServiceError.invalidPolicy("Invalid JSON.") }
            return .sizes(elements[1], elements[2])
        }
        guard let field = elements[1].string, let value = elements[2].string else {
            throw ServiceError.invalidPolicy("Invalid JSON.")
        }
        return name == "eq" ? .equals(name: field, value: value) : .startsWith(name: field, value: value)
    }

    /// A number must be whole and not negative; a text may be anything.
    private static func isBound(_ value: JSONValue) -> Bool {
        switch value {
        case .number(let text): text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        case .string: true
        case .null, .bool, .array, .object: false
        }
    }

    // MARK: Its answer

    /// The field it is about, in lower case.
    package var field: String? {
        switch test {
        case .equals(let name, _), .startsWith(let name, _): Self.fieldName(name)?.lowercased()
        case .sizes: nil
        }
    }

    package var sizes: (least: Int, most: Int)? {
        guard case .sizes(let low, let high) = test, let least = Self.number(low), let most = Self.number(high)
        else { return nil }
        return (least, most)
    }

    /// - Parameter bucket: what the request names; the form need not.
    package func holds(for form: FormFields, bucket: String) -> Bool {
        switch test {
        case .equals(let name, let wanted):
            return value(name, form, bucket)?.hasSameBytes(as: wanted) ?? false
        case .startsWith(let name, let opening):
            guard let value = value(name, form, bucket) else { return false }
            return items(value, of: name).allSatisfy { $0.utf8.starts(with: opening.utf8) }
        case .sizes: return sizes != nil
        }
    }

    private func value(_ name: String, _ form: FormFields, _ bucket: String) -> String? {
        guard let name = Self.fieldName(name) else { return nil }
        return name.equalsIgnoringASCIICase("bucket") ? bucket : form[name]
    }

    /// A content type with commas is a list, each of which must fulfil the condition.
    private func items(_ value: String, of name: String) -> [Substring] {
        guard name.equalsIgnoringASCIICase("$content-type"), value.contains(",") else { return [value[...]] }
        return value.split(separator: ",", omittingEmptySubsequences: false).map { $0.drop { $0 == " " } }
    }

    private static func fieldName(_ name: String) -> String? { name.hasPrefix("$") ? String(name.dropFirst()) : nil }

    private static func number(_ value: JSONValue) -> Int? {
        switch value {
        case .number(let text), .string(let text):
            guard let number = Int(text), number >= 0 else { return nil }
            return number
        case .null, .bool, .array, .object: return nil
        }
    }

    /// As S3 shows it in an error.
    package var text: String {
        let elements: [JSONValue] =
            switch test {
            case .equals(let name, let value): [.string("eq"), .string(name), .string(value)]
            case .startsWith(let name, let value): [.string("starts-with"), .string(name), .string(value)]
            case .sizes(let low, let high): [.string("content-length-range"), low, high]
            }
        let parts = elements.map { String(decoding: $0.serialized(), as: UTF8.self) }
        return "[" + parts.joined(separator: ", ") + "]"
    }
}
