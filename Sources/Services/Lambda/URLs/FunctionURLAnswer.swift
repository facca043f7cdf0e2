import FoundationEssentials
import ServiceKit
import Wire

/// What a function returned, read as an answer over http: a document with a status, or else whatever it is, as JSON.
enum FunctionURLAnswer {
    /// Nil for a document that is no answer.
    static func read(_ returned: [UInt8]) -> APIAnswer? {
        guard let value = try? JSONValue(parsing: returned) else { return nil }
        guard value.members != nil, let given = value["statusCode"] else { return json(200, returned) }
        guard let status = status(given), let headers = headers(value), let body = body(value) else { return nil }
        var answer = APIAnswer(status: status, headers: headers, body: .bytes(body))
        if !headers.contains("content-type") { answer.headers.add("Content-Type", "application/json") }
        return answer
    }

    static func json(_ status: Int, _ body: [UInt8]) -> APIAnswer {
        APIAnswer(status: status, headers: HeaderFields([("Content-Type", "application/json")]), body: .bytes(body))
    }

    static func message(_ status: Int, _ message: String, type: String) -> APIAnswer {
        let document: JSONValue = ["Message": .string(message)]
        var answer = json(status, document.serialized())
        answer.headers.add("x-amzn-ErrorType", type)
        return answer
    }

    /// What a caller learns of a function that failed.
    static let failed = json(502, Array("Internal Server Error".utf8))

    private static func status(_ value: JSONValue) -> Int? {
        let status = value.int ?? value.string.flatMap { Int($0) }
        return status.flatMap { (200...599).contains($0) ? $0 : nil }
    }

    /// Of the connection, and the answer's time, which are the server's.
    private static let dropped: Set = [
        "connection", "content-length", "date", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding",
        "upgrade",
    ]

    private static func headers(_ value: JSONValue) -> HeaderFields? {
        var headers = HeaderFields()
        for member in value["headers"]?.members ?? [] where !dropped.contains(member.key.lowercased()) {
            guard isName(member.key) else { return nil }
            switch member.value {
            case .string(let text), .number(let text):
                guard isValue(text) else { return nil }
                headers.set(member.key, text)
            case .bool(let flag): headers.set(member.key, flag ? "true" : "false")
            case .null: continue
            case .array, .object: return nil
            }
        }
        for cookie in value["cookies"]?.array ?? [] {
            guard let text = cookie.string, isValue(text) else { return nil }
            headers.add("Set-Cookie", text)
        }
        return headers
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || "!#$%&'*+-.^_`|~".utf8.contains(byte)
            }
    }

    /// What would end a header's line is never written.
    private static func isValue(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }

    private static func body(_ value: JSONValue) -> [UInt8]? {
        switch value["body"] {
        case nil, .null?: return []
        case .string(let text)?:
            guard value["isBase64Encoded"]?.bool == true else { return Array(text.utf8) }
            return Data(base64Encoded: text).map { [UInt8]($0) }
        case let other?: return other.serialized()
        }
    }
}
