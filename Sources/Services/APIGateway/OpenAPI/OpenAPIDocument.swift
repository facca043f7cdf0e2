import ServiceKit
import Wire

/// An OpenAPI document as it is sent: JSON or YAML.
enum OpenAPIDocument {
    /// What AWS takes.
    private static let mostBytes = 6 << 20

    static func parse(_ body: [UInt8]) throws -> JSONValue {
        guard body.count <= mostBytes else { throw ServiceError.badRequest("Request body exceeds 6 MB.") }
        let first = body.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        if first == UInt8(ascii: "{") {
            guard let document = try? JSONValue(parsing: body) else { throw OpenAPIReader.invalid }
            return document
        }
        guard let text = String(validating: body, as: UTF8.self), let document = try? YAMLReader.value(of: text),
            document.members != nil
        else { throw OpenAPIReader.invalid }
        return document
    }

    /// A number stands for its text: YAML has many without quotation marks.
    static func text(_ value: JSONValue?) -> String? {
        switch value {
        case .string(let text)?, .number(let text)?: text
        default: nil
        }
    }

    static func texts(_ value: JSONValue?) -> [String: String]? {
        guard let members = value?.members, !members.isEmpty else { return nil }
        return Dictionary(members.compactMap { member in text(member.value).map { (member.key, $0) } }) { $1 }
    }
}
