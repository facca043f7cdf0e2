import Wire
import Yams

/// Reads YAML of strangers as what JSON could say too: plain scalars mean what YAML 1.2's core schema says of them, and keys
/// are texts, so that `200:` is the member "200".
struct YAMLReader {
    /// No YAML, nested deeper than JSON may be here, or so large with its aliases that it is no document.
    struct Unreadable: Error {}

    private struct Read {
        var value: JSONValue
        var depth: Int
        /// About what it takes if nothing of it is shared, in bytes.
        var size: Int
    }

    /// A document of a few lines can stand for one of any size by aliases.
    private static let mostBytes = 24 << 20
    private static let bytesOfValue = 16

    private let aliases: YAMLAliases
    private var anchored: [String: Read] = [:]
    private var left = mostBytes

    static func value(of text: String) throws(Unreadable) -> JSONValue {
        let aliases = YAMLAliases(text)
        do {
            // What scalars mean is decided here; the parser's own rules would cost most of the time.
            let parser = try Parser(yaml: aliases.text, resolver: .basic)
            guard let root = try parser.singleRoot() else { throw Unreadable() }
            var reader = YAMLReader(aliases: aliases)
            // The parser holds the names of anchors.
            return try withExtendedLifetime(parser) { try reader.read(root, depth: 0).value }
        } catch {
            throw Unreadable()
        }
    }

    private init(aliases: YAMLAliases) { self.aliases = aliases }

    private mutating func read(_ node: Node, depth: Int) throws -> Read {
        guard depth < JSONReader.defaultMaximumDepth else { throw Unreadable() }
        var read: Read
        switch node {
        case .scalar(let scalar):
            if let name = aliases.name(scalar) { return try reuse(name, depth: depth) }
            let text = aliases.restored(scalar.string)
            read = Read(value: Self.value(of: scalar, text), depth: 0, size: text.utf8.count)
        case .sequence(let sequence):
            var elements: [JSONValue] = []
            read = Read(value: .null, depth: 0, size: 0)
            for element in sequence { elements.append(try add(element, to: &read, depth: depth)) }
            read.value = .array(elements)
        case .mapping(let mapping):
            var members: [JSONValue.Member] = []
            read = Read(value: .null, depth: 0, size: 0)
            for (key, member) in mapping {
                guard case .scalar(let name) = key, aliases.name(name) == nil else { throw Unreadable() }
                members.append(.init(aliases.restored(name.string), try add(member, to: &read, depth: depth)))
                read.size += name.string.utf8.count
            }
            read.value = .object(members)
        case .alias: throw Unreadable()
        }
        read.size += Self.bytesOfValue
        if let name = node.anchor?.rawValue { anchored[name] = read }
        return read
    }

    private mutating func add(_ node: Node, to parent: inout Read, depth: Int) throws -> JSONValue {
        let read = try read(node, depth: depth + 1)
        parent.depth = max(parent.depth, read.depth + 1)
        parent.size += read.size
        return read.value
    }

    private mutating func reuse(_ name: String, depth: Int) throws -> Read {
        guard let read = anchored[name], depth + read.depth < JSONReader.defaultMaximumDepth else { throw Unreadable() }
        left -= read.size
        guard left >= 0 else { throw Unreadable() }
        return read
    }

    private static func value(of scalar: Node.Scalar, _ text: String) -> JSONValue {
        guard scalar.style == .plain, scalar.tag.description != Tag.Name.str.rawValue else { return .string(text) }
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        default: return number(text).map(JSONValue.number) ?? .string(text)
        }
    }

    /// As JSON writes it.
    private static func number(_ text: String) -> String? {
        for (prefix, radix) in [("0o", 8), ("0x", 16)] where text.hasPrefix(prefix) {
            let digits = text.dropFirst(2)
            return digits.first?.isHexDigit == true ? Int(digits, radix: radix).map(String.init) : nil
        }
        guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }) else { return nil }
        if let integer = Int(text) { return String(integer) }
        if case .number(let number)? = try? JSONValue(parsing: text) { return number }
        return Double(text).flatMap { $0.isFinite ? String($0) : nil }
    }
}
