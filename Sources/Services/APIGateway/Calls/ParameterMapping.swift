import ServiceKit
import Wire

/// A value of a parameter mapping: `$request.header.name`, `$context.requestId`, or text with `${…}` in it.
struct MappedValue: Sendable {
    private enum Piece: Sendable {
        case text(String)
        case variable(String)
    }

    private let pieces: [Piece]

    init(_ text: String) {
        guard !text.hasPrefix("$") || text.hasPrefix("${") else {
            pieces = [.variable(String(text.dropFirst()))]
            return
        }
        var pieces: [Piece] = []
        var rest = text[...]
        while let start = rest.firstRange(of: "${"), let end = rest[start.upperBound...].firstIndex(of: "}") {
            pieces.append(.text(String(rest[..<start.lowerBound])))
            pieces.append(.variable(String(rest[start.upperBound..<end])))
            rest = rest[rest.index(after: end)...]
        }
        pieces.append(.text(String(rest)))
        self.pieces = pieces
    }

    /// Nil where the one variable it is has no value.
    func filled(_ find: (String) -> String?) -> String? {
        if pieces.count == 1, case .variable(let name) = pieces[0] { return find(name) }
        return pieces.map { piece in
            switch piece {
            case .text(let text): text
            case .variable(let name): find(name) ?? ""
            }
        }.joined()
    }
}

/// What an HTTP API changes of a request on its way to the integration.
struct RequestMapping: Sendable {
    private enum Place: Sendable {
        case header(String)
        case query(String)
        case path
    }

    private enum Action: String, Sendable { case append, overwrite, remove }

    private struct Change: Sendable {
        let action: Action
        let place: Place
        let value: MappedValue
    }

    /// Headers that are the gateway's own.
    private static let reserved: Set = [
        "authorization", "connection", "content-encoding", "content-length", "content-location", "forwarded",
        "keep-alive", "origin", "proxy-authenticate", "proxy-authorization", "te", "trailers", "transfer-encoding",
        "upgrade", "x-amz-", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "via",
    ]

    private let changes: [Change]

    var isEmpty: Bool { changes.isEmpty }

    init(_ parameters: [String: String]) throws {
        changes = try parameters.sorted { $0.key < $1.key }.map { key, value in
            let parts = key.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, let action = Action(rawValue: String(parts[0])),
                let place = Self.place(parts[1], action)
            else {
                throw ServiceError.badRequest("Invalid mapping expression specified: Validation Result: \(key)")
            }
            return Change(action: action, place: place, value: MappedValue(value))
        }
    }

    private static func place(_ text: Substring, _ action: Action) -> Place? {
        if text == "path" { return action == .overwrite ? .path : nil }
        let parts = text.split(separator: ".", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        let name = String(parts[1])
        switch parts[0] {
        case "header": return reserved.contains(name.lowercased()) ? nil : .header(name)
        case "querystring": return .query(name)
        default: return nil
        }
    }

    func apply(to outgoing: inout OutgoingRequest, _ call: APICall) {
        guard !changes.isEmpty else { return }
        for change in changes {
            let value = change.action == .remove ? nil : change.value.filled(call.requestValue)
            if change.action != .remove, value == nil { continue }
            switch change.place {
            case .header(let name):
                if change.action != .append { outgoing.headers.remove(name) }
                if let value { outgoing.headers.add(name, value) }
            case .query(let name):
                if change.action != .append { outgoing.query.removeAll { $0.name == name } }
                if let value { outgoing.query.append(QueryParameter(name, value)) }
            case .path: outgoing.path = value
            }
        }
    }
}

/// What goes to an integration, while it may still be changed.
struct OutgoingRequest: Sendable {
    var headers: HeaderFields
    var query: [QueryParameter]
    /// In the place of the URL's own.
    var path: String?
}

/// What an HTTP API changes of an answer, by the answer's status.
struct ResponseMapping: Sendable {
    private enum Place: Sendable {
        case header(String)
        case status
    }

    private struct Change: Sendable {
        let action: String
        let place: Place
        let value: MappedValue
    }

    private let byStatus: [Int: [Change]]

    init(_ parameters: [String: [String: String]]) throws {
        var byStatus: [Int: [Change]] = [:]
        for (status, changes) in parameters {
            guard let number = Int(status), (200...599).contains(number) else {
                throw ServiceError.badRequest("Invalid status code specified for response parameters: \(status)")
            }
            byStatus[number] = try changes.sorted { $0.key < $1.key }.map { key, value in
                let parts = key.split(separator: ":", maxSplits: 1)
                guard parts.count == 2, ["append", "overwrite", "remove"].contains(parts[0]) else {
                    throw ServiceError.badRequest("Invalid mapping expression specified: Validation Result: \(key)")
                }
                let action = String(parts[0])
                if parts[1] == "statuscode", action == "overwrite" {
                    return Change(action: action, place: .status, value: MappedValue(value))
                }
                guard parts[1].hasPrefix("header."), parts[1].utf8.count > "header.".utf8.count else {
                    throw ServiceError.badRequest("Invalid mapping expression specified: Validation Result: \(key)")
                }
                return Change(
                    action: action, place: .header(String(parts[1].dropFirst("header.".count))),
                    value: MappedValue(value))
            }
        }
        self.byStatus = byStatus
    }

    func apply(to answer: inout APIReply, _ call: APICall) {
        guard let changes = byStatus[answer.status] else { return }
        let original = answer
        let find = { (name: String) in original.value(name) ?? call.requestValue(name) }
        for change in changes {
            let value = change.action == "remove" ? nil : change.value.filled(find)
            switch change.place {
            case .status:
                if let status = value.flatMap({ Int($0) }), (200...599).contains(status) { answer.status = status }
            case .header(let name):
                if change.action != "remove", value == nil { continue }
                if change.action != "append" { answer.headers.remove(name) }
                if let value { answer.headers.add(name, value) }
            }
        }
    }
}

/// An answer on its way back.
package struct APIReply: Sendable {
    package var status: Int
    package var headers = HeaderFields()
    package var body: [UInt8] = []
    /// What went wrong, for the access log: `$context.error.message`, `$context.integrationErrorMessage`.
    var error: String?
    var integrationStatus: Int?

    /// `response.header.name`, `response.body.path`
    func value(_ name: String) -> String? {
        if name.hasPrefix("response.header.") { return headers.first(String(name.dropFirst("response.header.".count))) }
        guard name == "response.body" || name.hasPrefix("response.body.") else { return nil }
        return BodyValue.find(String(name.dropFirst("response.body".count)), in: body)
    }

    static func message(_ status: Int, _ text: String) -> APIReply {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("message")
        writer.string(text)
        writer.endObject()
        return APIReply(
            status: status, headers: HeaderFields([("content-type", "application/json")]), body: writer.bytes,
            error: text)
    }
}

/// A value within a body that is JSON, by names and indexes: `.user.names[0]`.
enum BodyValue {
    static func find(_ path: String, in body: [UInt8]) -> String? {
        guard !path.isEmpty else { return String(decoding: body, as: UTF8.self) }
        guard var value = try? JSONValue(parsing: body) else { return nil }
        for step in path.split(whereSeparator: { ".[]".contains($0) }) {
            if let index = Int(step), let array = value.array {
                guard array.indices.contains(index) else { return nil }
                value = array[index]
            } else if let next = value[String(step)] {
                value = next
            } else {
                return nil
            }
        }
        switch value {
        case .string(let text), .number(let text): return text
        case .null: return nil
        case .bool, .array, .object: return String(decoding: value.serialized(), as: UTF8.self)
        }
    }
}

extension APICall {
    /// `request.header.name`, `request.path.id`, `context.…`, `stageVariables.…`
    func requestValue(_ name: String) -> String? {
        func rest(_ prefix: String) -> String? {
            name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : nil
        }
        if let header = rest("request.header.") {
            let values = headers.all(header)
            return values.isEmpty ? nil : values.joined(separator: ",")
        }
        if let parameter = rest("request.querystring.") {
            let values = query.filter { $0.name == parameter }.map { $0.value ?? "" }
            return values.isEmpty ? nil : values.joined(separator: ",")
        }
        if name == "request.path" { return path }
        if let parameter = rest("request.path.") { return parameters.first { $0.name == parameter }?.value }
        if name == "request.body" || name.hasPrefix("request.body.") {
            return BodyValue.find(String(name.dropFirst("request.body".count)), in: body)
        }
        if let variable = rest("stageVariables.") { return variables[variable] }
        if let key = rest("context.") { return context(key) }
        return nil
    }
}
