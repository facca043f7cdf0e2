import FoundationEssentials
import ServiceKit
import Wire

/// What a function behind an API returned, read as an answer.
package enum FunctionAnswer {
    package enum Format: Sendable { case version1, version2, rest }

    /// Nil for what is no answer in that format.
    package static func read(_ returned: [UInt8], _ format: Format) -> APIReply? {
        guard let value = try? JSONValue(parsing: returned) else { return nil }
        switch format {
        case .version2:
            guard value["statusCode"] != nil else { return inferred(value, returned) }
            return structured(value, format)
        case .version1:
            guard value["statusCode"] != nil else { return nil }
            return structured(value, format)
        case .rest:
            guard let members = value.members, !members.isEmpty,
                members.allSatisfy({ restMembers.contains($0.key) })
            else { return nil }
            return structured(value, format)
        }
    }

    private static let restMembers: Set = ["statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"]

    /// The format 2.0 takes whatever else is returned for the body of a 200.
    private static func inferred(_ value: JSONValue, _ returned: [UInt8]) -> APIReply {
        APIReply(
            status: 200, headers: HeaderFields([("content-type", "application/json")]),
            body: value.string.map { Array($0.utf8) } ?? returned)
    }

    private static func structured(_ value: JSONValue, _ format: Format) -> APIReply? {
        guard let status = status(value["statusCode"]), let headers = headers(value, format),
            let body = body(value, decoding: format != .rest)
        else { return nil }
        var reply = APIReply(status: status, headers: headers, body: body)
        if format == .version2 {
            for cookie in value["cookies"]?.array ?? [] {
                guard let text = cookie.string, isValue(text) else { return nil }
                reply.headers.add("set-cookie", text)
            }
        }
        if !reply.headers.contains("content-type"), format == .rest || !reply.body.isEmpty {
            reply.headers.add("content-type", format == .rest ? "application/json" : "text/plain;charset=UTF-8")
        }
        return reply
    }

    private static func status(_ value: JSONValue?) -> Int? {
        let number: Int? =
            switch value {
            case nil, .null?: 200
            case .number?: value?.int
            case .string(let text)?: Int(text)
            default: nil
            }
        return number.flatMap { (200...599).contains($0) ? $0 : nil }
    }

    private static func headers(_ value: JSONValue, _ format: Format) -> HeaderFields? {
        var headers = HeaderFields()
        if format != .version2, let multi = value["multiValueHeaders"], multi != .null {
            guard let members = multi.members else { return nil }
            for member in members {
                guard let values = member.value.array, isName(member.key) else { return nil }
                for value in values {
                    guard let text = text(value), isValue(text) else { return nil }
                    headers.add(member.key, text)
                }
            }
        }
        guard let single = value["headers"], single != .null else { return headers }
        guard let members = single.members else { return nil }
        for member in members where member.value != .null {
            guard let text = text(member.value), isName(member.key), isValue(text) else { return nil }
            if !headers.all(member.key).contains(text) { headers.add(member.key, text) }
        }
        return headers
    }

    private static func text(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text), .number(let text): text
        case .bool(let flag): flag ? "true" : "false"
        case .null, .array, .object: nil
        }
    }

    static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || "!#$%&'*+-.^_`|~".utf8.contains(byte)
            }
    }

    /// What would end a header's line is never written.
    static func isValue(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }

    private static func body(_ value: JSONValue, decoding: Bool) -> [UInt8]? {
        switch value["body"] {
        case nil, .null?: return []
        case .string(let text)?:
            guard decoding, value["isBase64Encoded"]?.bool == true else { return Array(text.utf8) }
            return Data(base64Encoded: text).map { [UInt8]($0) }
        case let other?: return decoding ? other.serialized() : nil
        }
    }
}
