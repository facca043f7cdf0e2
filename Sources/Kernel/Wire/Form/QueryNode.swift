import CivilTime
import FoundationEssentials

/// Parameters of the AWS Query protocol as the tree that their dotted names spell.
package struct QueryNode: Sendable {
    package private(set) var value: String?
    private var children: [String: QueryNode] = [:]

    private static let mostPairs = 10_000
    private static let maximumDepth = 32

    package init() {}

    /// Reads `application/x-www-form-urlencoded`; a later pair of the same name wins.
    package init(form body: [UInt8]) throws(SerializationError) {
        var pairs = 0
        for pair in body.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: true) {
            pairs += 1
            guard pairs <= Self.mostPairs else { throw SerializationError("Too many parameters") }
            let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            guard let name = PercentCoding.decode(pair[..<equals], plusIsSpace: true),
                let value = PercentCoding.decode(pair[equals...].dropFirst(), plusIsSpace: true)
            else { throw SerializationError() }
            try insert(name, value)
        }
    }

    /// The same from a request's query string, which `GET` requests of these services use.
    package init(parameters: [QueryParameter]) throws(SerializationError) {
        guard parameters.count <= Self.mostPairs else { throw SerializationError("Too many parameters") }
        for parameter in parameters { try insert(parameter.name, parameter.value ?? "") }
    }

    package init(_ request: WireRequest) throws(SerializationError) {
        if request.method == "GET" {
            try self.init(parameters: request.query)
        } else {
            try self.init(form: request.body)
        }
    }

    package subscript(_ name: String) -> QueryNode? { children[name] }

    /// The tree as JSON: lists as arrays, maps of `entry`, `key` and `value` as they were sent.
    package func document(leavingOut names: Set<String> = []) -> JSONValue {
        guard !children.isEmpty else { return .string(value ?? "") }
        let numbers = children.keys.compactMap { Int($0) }.sorted()
        if numbers.count == children.count {
            return .array(numbers.compactMap { children[String($0)]?.document() })
        }
        if children.count == 1, let list = children["member"] { return list.document() }
        return .object(
            children.filter { !names.contains($0.key) }.sorted { $0.key < $1.key }
                .map { JSONValue.Member($0.key, $0.value.document()) })
    }

    /// The elements of a list in the order of their numbers; nil when there is none of it.
    /// An empty list is sent as the bare name.
    package func list(member: String?) -> [QueryNode]? {
        let holder = member.map { children[$0] } ?? self
        guard let holder, !holder.children.isEmpty else { return value == "" ? [] : nil }
        let numbered = holder.children.compactMap { entry in Int(entry.key).map { ($0, entry.value) } }
        return numbered.sorted { $0.0 < $1.0 }.map(\.1)
    }

    /// The key and value nodes of a map in the order of their numbers.
    package func map(entry: String?, key: String, value: String) -> [(String, QueryNode)]? {
        list(member: entry)?.compactMap { node in
            guard let name = node[key]?.value, let node = node[value] else { return nil }
            return (name, node)
        }
    }

    package func int() throws(SerializationError) -> Int? {
        guard let value else { return nil }
        guard let number = Int(value) else {
            throw SerializationError("Could not parse \(Self.shown(value)) as a number")
        }
        return number
    }

    package func double() throws(SerializationError) -> Double? {
        guard let value else { return nil }
        guard let number = Double(value), number.isFinite else {
            throw SerializationError("Could not parse \(Self.shown(value)) as a number")
        }
        return number
    }

    package func bool() throws(SerializationError) -> Bool? {
        guard let value else { return nil }
        switch value.lowercased() {
        case "true": return true
        case "false": return false
        default: throw SerializationError("\(Self.shown(value)) is not a valid boolean")
        }
    }

    package func timestamp() throws(SerializationError) -> Date? {
        guard let value else { return nil }
        guard let date = Date(iso8601: value) else {
            throw SerializationError("timestamp must follow ISO8601")
        }
        return date
    }

    package func blob() throws(SerializationError) -> [UInt8]? {
        guard let value else { return nil }
        guard let data = Data(base64Encoded: value) else { throw SerializationError("Invalid Base64") }
        return [UInt8](data)
    }

    private static func shown(_ value: String) -> String { String(value.prefix(128)) }

    private mutating func insert(_ name: String, _ value: String) throws(SerializationError) {
        let parts = name.split(separator: ".", maxSplits: Self.maximumDepth, omittingEmptySubsequences: false)
        guard parts.count <= Self.maximumDepth else { throw SerializationError() }
        insert(parts[...], value)
    }

    private mutating func insert(_ parts: ArraySlice<Substring>, _ value: String) {
        guard let first = parts.first else {
            self.value = value
            return
        }
        children[String(first), default: QueryNode()].insert(parts.dropFirst(), value)
    }
}
