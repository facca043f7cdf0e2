import CivilTime
import FoundationEssentials

/// Readers and writers of values bound to headers and query parameters.
package enum RESTBinding {
    /// A whole number; S3 words its refusal by the parameter's name. An empty one is none.
    package static func int(_ text: String?, _ name: String) throws(SerializationError) -> Int? {
        guard let text, !text.isEmpty else { return nil }
        guard let value = Int(text) else {
            throw invalid("Provided \(name) not an integer or within integer range", name, text)
        }
        return value
    }

    package static func bool(_ text: String?, _ name: String) throws(SerializationError) -> Bool? {
        guard let text else { return nil }
        switch text.lowercased() {
        case "true": return true
        case "false": return false
        default: throw invalid("Provided \(name) is not a boolean", name, text)
        }
    }

    package static func httpDate(_ text: String?) -> Date? { text.flatMap { Date(httpDate: $0) } }

    package static func iso8601(_ text: String?, _ name: String) throws(SerializationError) -> Date? {
        guard let text else { return nil }
        guard let date = Date(iso8601: text) else { throw invalid("Invalid \(name)", name, text) }
        return date
    }

    package static func blob(_ text: String?, _ name: String) throws(SerializationError) -> [UInt8]? {
        guard let text else { return nil }
        guard let data = Data(base64Encoded: text) else { throw invalid("Invalid \(name)", name, text) }
        return [UInt8](data)
    }

    /// A list in one header or parameter, its elements between commas.
    package static func list(_ text: String?) -> [String]? {
        guard let text else { return nil }
        return text.split(separator: ",").map { element in
            var element = element.drop { $0 == " " }
            while element.last == " " { element.removeLast() }
            return String(element)
        }
    }

    /// A body that is one string, such as a bucket policy.
    package static func text(_ body: [UInt8]) throws(SerializationError) -> String {
        guard let text = String(validating: body, as: UTF8.self) else { throw SerializationError() }
        return text
    }

    /// What S3 says when an operation that takes a document gets none.
    package static let missingBody = SerializationError(
        "Request Body is empty", code: "MissingRequestBodyError")

    private static func invalid(_ message: String, _ name: String, _ value: String) -> SerializationError {
        SerializationError(
            message, code: "InvalidArgument",
            members: [.init("ArgumentName", .string(name)), .init("ArgumentValue", .string(value))])
    }
}
